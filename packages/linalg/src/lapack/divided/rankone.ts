import { type Poles, type Root, secularRoot } from "./secular.ts";

// Where the largest number in a matrix is about 1, smaller ones than this are far below rounding errors. Their squares do not underflow.
const TINY = 2 ** -200;

/** What a part of a matrix may be changed by: the rounding errors of its largest number. */
export function roundingOf(largest: number): number {
  return 8 * Number.EPSILON * Math.max(largest, TINY);
}

/** Tiny numbers become 0, for algorithms that would otherwise meet parts with nothing else. */
export function flush(x: Float64Array): void {
  for (let i = 0; i < x.length; i++) if (Math.abs(x[i]) < TINY) x[i] = 0;
}

/** In which of two halves a vector has entries. */
export const LEFT = 0;
export const BOTH = 1;
export const RIGHT = 2;

/**
 * Which numbers of z matter beside a diagonal, in ascending order of the diagonal. A small one counts as 0. Of two whose places on the
 * diagonal are nearly equal, a rotation makes the first one 0: it is done to the numbers here, and to vectors by `rotate`, which
 * takes vectors i and j to c·i + s·j and c·j − s·i.
 *
 * @param order - the places in ascending order of the diagonal
 * @param small - what a change of the matrix may be
 * @param scale - r, where r z is what small numbers are compared in
 * @param halves - LEFT, BOTH or RIGHT for each vector; joined where vectors of both are rotated
 */
export function deflate(
  order: ArrayLike<number>,
  diagonal: Float64Array,
  z: Float64Array,
  small: number,
  scale: number,
  halves: Uint8Array,
  rotate: (i: number, j: number, c: number, s: number) => void,
): number[] {
  const kept: number[] = [];
  let last = -1;
  for (let at = 0; at < order.length; at++) {
    const j = order[at];
    if (scale * Math.abs(z[j]) <= small) continue;
    if (last >= 0) {
      const i = last;
      const length = Math.hypot(z[i], z[j]);
      const [c, s] = [z[j] / length, -z[i] / length];
      if (Math.abs((diagonal[j] - diagonal[i]) * c * s) > small) kept.push(i);
      else {
        [z[i], z[j]] = [0, length];
        rotate(i, j, c, s);
        const [di, dj] = [diagonal[i], diagonal[j]];
        diagonal[i] = di * c * c + dj * s * s;
        diagonal[j] = di * s * s + dj * c * c;
        if (halves[i] !== halves[j]) halves[i] = halves[j] = BOTH;
      }
    }
    last = j;
  }
  if (last >= 0) kept.push(last);
  return kept;
}

/** The roots λᵢ of a secular equation, and the numbers z for which the computed ones are exact. */
export interface RankOne {
  readonly roots: readonly Root[];
  readonly z: Float64Array;
}

/**
 * The secular equation 1 + Σⱼ r zⱼ²/(pⱼ − λ) = 0. For numbers z that are computed back from its roots the vectors zⱼ/(pⱼ − λᵢ) are
 * orthogonal to working precision, however close roots are to each other (Gu and Eisenstat).
 *
 * @param differences - row i becomes pⱼ − λᵢ
 */
export function rankOne(poles: Poles, r: number, z: Float64Array, differences: Float64Array): RankOne {
  const k = poles.count;
  const w = z.map((value) => r * value * value);
  const apart = new Float64Array(k);
  // zⱼ² = (λⱼ − pⱼ) Π (λᵢ − pⱼ)/(pᵢ − pⱼ) over i ≠ j, but for a common factor.
  const squares = new Float64Array(k).fill(1);
  const roots: Root[] = [];
  for (let i = 0; i < k; i++) {
    const row = differences.subarray(i * k, (i + 1) * k);
    roots.push(secularRoot(i, poles, w, row));
    poles.from(i, apart);
    for (let j = 0; j < i; j++) squares[j] *= row[j] / apart[j];
    squares[i] *= -row[i];
    for (let j = i + 1; j < k; j++) squares[j] *= row[j] / apart[j];
  }
  return { roots, z: squares.map((value, j) => (z[j] < 0 ? -1 : 1) * Math.sqrt(Math.abs(value))) };
}

/** The places of two ascending lists, one behind the other, in the order of both together. */
export function mergedOrder(values: Float64Array): Int32Array {
  return Int32Array.from(values.keys()).sort((i, j) => values[i] - values[j] || i - j);
}
