import { type Complex, quotient, solveTwo } from "./laln2.ts";
import { exponentOf } from "./scaling.ts";

// Larger entries of a vector are scaled down, together with the others.
const MOST = 300;
// Smaller pivots of a matrix whose largest entry is about 1 are nothing.
const NOTHING = 2 ** -600;

/** The part of a vector that is known, from some entry on. */
interface Vector {
  readonly re: Float64Array;
  readonly im: Float64Array;
  /** How many entries there are, up to the place of the eigenvalue. */
  readonly size: number;
}

/**
 * Eigenvectors of a quasi upper triangular matrix T, whose largest entry is about 1, as n columns: of a real
 * eigenvalue the vector, of a pair a ± ib with b > 0 the real and then the imaginary part of the vector of a + ib.
 *
 * (T − λ) x = 0 is solved from the place of λ upwards, block by block. A pivot smaller than the rounding of λ is taken to be
 * that: as if T had been another. Vectors that grow are scaled down, so that nothing overflows. The largest entry of each is
 * about 1.
 *
 * Source: Golub and Van Loan, "Matrix Computations", section 7.6; LAPACK's dtrevc for the size of pivots.
 */
export function trevc(n: number, t: Float64Array, wr: Float64Array, wi: Float64Array): Float64Array {
  const out = new Float64Array(n * n);
  const [re, im] = [new Float64Array(n), new Float64Array(n)];
  for (let k = 0; k < n; k++) {
    if (wi[k] < 0) continue;
    const x = { re, im, size: wi[k] === 0 ? k + 1 : k + 2 };
    start(n, t, x, k, wi[k]);
    upwards(n, t, x, k - 1, [wr[k], wi[k]]);
    scaleDown(x, 0, 0);
    for (let i = 0; i < x.size; i++) {
      out[i * n + k] = re[i];
      if (wi[k] > 0) out[i * n + k + 1] = im[i];
    }
  }
  return out;
}

/** The last entries. The block [a β; γ a] with βγ < 0 has (1, i√−βγ/β) for a + i√−βγ, which is (√−βγ/−γ, i) in another scale. */
function start(n: number, t: Float64Array, { re, im }: Vector, k: number, imaginary: number): void {
  [re[k], im[k]] = [1, 0];
  if (imaginary === 0) return;
  const [beta, gamma] = [t[k * (n + 1) + 1], t[(k + 1) * (n + 1) - 1]];
  const wide = Math.abs(beta) >= Math.abs(gamma);
  re[k] = wide ? 1 : -imaginary / gamma;
  [re[k + 1], im[k + 1]] = [0, wide ? imaginary / beta : 1];
}

/** Fills in the entries from `last` up to the first. */
function upwards(n: number, t: Float64Array, x: Vector, last: number, [a, b]: Complex): void {
  const { re, im } = x;
  const least = Math.max(Number.EPSILON * (Math.abs(a) + Math.abs(b)), NOTHING);
  const right = (i: number, from: number): Complex => {
    let [sumRe, sumIm] = [0, 0];
    for (let j = from, at = i * n + from; j < x.size; j++, at++) {
      sumRe -= t[at] * re[j];
      sumIm -= t[at] * im[j];
    }
    return [sumRe, sumIm];
  };
  for (let i = last; i >= 0; i--) {
    const at = i * (n + 1);
    if (i === 0 || t[at - 1] === 0) {
      [re[i], im[i]] = quotient(right(i, i + 1), pivot([t[at] - a, -b], least));
    } else {
      i--;
      const block: readonly Complex[] = [
        [t[at - n - 1] - a, -b],
        [t[at - n], 0],
        [t[at - 1], 0],
        [t[at] - a, -b],
      ];
      [[re[i], im[i]], [re[i + 1], im[i + 1]]] = solveTwo(block, [right(i, i + 2), right(i + 1, i + 2)], least);
    }
    scaleDown(x, i, MOST);
  }
}

/** A divisor that is not 0. */
function pivot(value: Complex, least: number): Complex {
  return Math.abs(value[0]) + Math.abs(value[1]) < least ? [least, 0] : value;
}

/** Makes the largest entry, from one on, about 1, if it is larger than 2 to some power. */
function scaleDown({ re, im, size }: Vector, from: number, power: number): void {
  const until = power === 0 ? size : Math.min(size, from + 2);
  let most = 0;
  for (let i = from; i < until; i++) most = Math.max(most, Math.abs(re[i]), Math.abs(im[i]));
  if (most < 2 ** power) return;
  const factor = 2 ** -exponentOf(most);
  for (let i = from; i < size; i++) {
    re[i] *= factor;
    im[i] *= factor;
  }
}
