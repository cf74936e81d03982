import { Chains } from "../rotations.ts";
import { FLOOR, step } from "./bidiagonalstep.ts";

const EPSILON = Number.EPSILON;
// On average two steps find a singular value.
const STEPS = 60;

/**
 * Rotations make an upper bidiagonal k×k matrix diagonal: the implicit QR algorithm of Golub and Kahan, with a zero shift wherever a
 * shift would cost small values their digits. The same ones are applied to the columns of both matrices of vectors, if these are
 * given. The diagonal ends with either sign and in no order. Returns whether it converges.
 *
 * Source: Demmel and Kahan, "Accurate singular values of bidiagonal matrices", SIAM J. Sci. Stat. Comput. 11, 1990.
 *
 * @param e - the k − 1 entries above the diagonal; destroyed
 * @param left - [m, k]
 * @param right - [k, k]
 */
export function bidiagonalByRotations(
  k: number,
  d: Float64Array,
  e: Float64Array,
  m: number,
  left?: Float64Array,
  right?: Float64Array,
): boolean {
  const chains = left && right && { left: new Chains(m, left, k), right: new Chains(k, right, k) };
  let norm = 0;
  for (let i = 0; i < k; i++) norm = Math.max(norm, Math.abs(d[i]), Math.abs(e[i] ?? 0));
  const floor = FLOOR * norm;
  const small = (i: number): boolean =>
    Math.abs(e[i]) <= EPSILON * Math.min(Math.abs(d[i]), Math.abs(d[i + 1])) + floor;
  let end = k - 1;
  for (let steps = 0; end > 0; ) {
    let begin = end;
    while (begin > 0 && !small(begin - 1)) begin--;
    if (begin === end) {
      end--;
      steps = 0;
    } else {
      if (begin > 0) e[begin - 1] = 0;
      if (steps++ === STEPS) return false;
      const count = end - begin;
      const turns = [0, 1].map(() => ({ first: begin, c: new Float64Array(count), s: new Float64Array(count) }));
      step(begin, end, d, e, turns[0], turns[1], norm);
      chains?.left.add(turns[0]);
      chains?.right.add(turns[1]);
    }
  }
  chains?.left.apply();
  chains?.right.apply();
  return true;
}
