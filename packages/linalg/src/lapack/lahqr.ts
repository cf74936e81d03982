import { type Shifts, step } from "./francis.ts";
import type { Work } from "./gehrd.ts";
import { standardize } from "./lanv2.ts";
import { largestEntry } from "./scaling.ts";

const EPSILON = Number.EPSILON;
// An entry below this part of the largest one counts as zero; so would its square root.
const NOTHING = 2 ** -960;
// On average two or three steps find an eigenvalue. After this many without one the shifts go in a cycle, and others break it.
const CYCLE = 10;

/**
 * The QR algorithm: turns an upper Hessenberg matrix into its real Schur form, by double steps that split eigenvalues off at the
 * end. Returns 0, or how many are left where it does not converge.
 *
 * Source: Golub and Van Loan, "Matrix Computations", section 7.5; LAPACK's dlahqr for the shifts, the exceptional ones, the test
 * of deflation and the limit of steps.
 */
export function lahqr(work: Work): number {
  const { n, h } = work;
  const most = 30 * Math.max(10, n);
  const nothing = NOTHING * largestEntry(h);
  let end = n - 1;
  for (let steps = 0, fruitless = 0; end >= 0; ) {
    let begin = end;
    while (begin > 0 && !negligible(n, h, begin, end, nothing)) begin--;
    if (begin > 0) h[begin * n + begin - 1] = 0;
    if (begin >= end - 1) {
      if (begin === end - 1) standardize(work, begin);
      end = begin - 1;
      fruitless = 0;
      continue;
    }
    if (steps++ === most) return end + 1;
    step(work, begin, end, shiftsOf(n, h, begin, end, ++fruitless));
  }
  return 0;
}

/**
 * Whether the entry below the diagonal at k can be taken for 0: if it is rounding beside its neighbours on the diagonal, and
 * moreover changes the eigenvalues of its 2×2 block by no more than rounding.
 *
 * Source: Ahues and Tisseur, "A new deflation criterion for the QR algorithm", LAPACK Working Note 122, 1997.
 */
function negligible(n: number, h: Float64Array, k: number, end: number, nothing: number): boolean {
  const at = k * (n + 1);
  const below = Math.abs(h[at - 1]);
  if (below <= nothing) return true;
  const [here, before] = [h[at], h[at - n - 1]];
  let near = Math.abs(here) + Math.abs(before);
  if (near === 0) {
    if (k > 1) near += Math.abs(h[at - n - 2]);
    if (k < end) near += Math.abs(h[at + n]);
  }
  if (below > EPSILON * near) return false;
  const above = Math.abs(h[at - n]);
  const apart = Math.abs(before - here);
  const [wide, narrow] = [Math.max(Math.abs(here), apart), Math.min(Math.abs(here), apart)];
  const [large, small] = [Math.max(below, above), Math.min(below, above)];
  const sum = wide + large;
  return small * (large / sum) <= Math.max(nothing, EPSILON * (narrow * (wide / sum)));
}

/**
 * The eigenvalues of the last 2×2 block: both of a pair, of real ones twice that which is closer to the last entry. After ten
 * steps without success those of a made-up block at the beginning, after ten more at the end, and so on.
 */
function shiftsOf(n: number, h: Float64Array, begin: number, end: number, fruitless: number): Shifts {
  const entry = (i: number, j: number): number => h[i * n + j];
  if (fruitless % (2 * CYCLE) === 0) {
    return shiftsOfBlock(madeUp(entry(end, end), Math.abs(entry(end, end - 1)) + Math.abs(entry(end - 1, end - 2))));
  }
  if (fruitless % CYCLE === 0) {
    const size = Math.abs(entry(begin + 1, begin)) + Math.abs(entry(begin + 2, begin + 1));
    return shiftsOfBlock(madeUp(entry(begin, begin), size));
  }
  return shiftsOfBlock([entry(end - 1, end - 1), entry(end - 1, end), entry(end, end - 1), entry(end, end)]);
}

type Block = readonly [a: number, b: number, c: number, d: number];

/** LAPACK's exceptional shifts: a pair of numbers of about the size of the eigenvalues. */
function madeUp(entry: number, size: number): Block {
  const diagonal = 0.75 * size + entry;
  return [diagonal, -0.4375 * size, size, diagonal];
}

function shiftsOfBlock([a, b, c, d]: Block): Shifts {
  const size = Math.abs(a) + Math.abs(b) + Math.abs(c) + Math.abs(d);
  if (size === 0) return { re1: 0, im1: 0, re2: 0, im2: 0 };
  const mean = (a / size + d / size) / 2;
  const determinant = (a / size - mean) * (d / size - mean) - (b / size) * (c / size);
  const root = Math.sqrt(Math.abs(determinant));
  if (determinant >= 0) return { re1: mean * size, im1: root * size, re2: mean * size, im2: -root * size };
  const [upper, lower] = [(mean + root) * size, (mean - root) * size];
  const nearest = Math.abs(upper - d) <= Math.abs(lower - d) ? upper : lower;
  return { re1: nearest, im1: 0, re2: nearest, im2: 0 };
}
