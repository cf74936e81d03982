import { lengthOf, type Turns } from "../rotations.ts";

/*
 * One step of the implicit QR algorithm on a bidiagonal matrix, with a shift or with shift 0.
 *
 * Sources: Golub and Van Loan, "Matrix Computations", section 8.6; Demmel and Kahan, "Accurate singular values of bidiagonal
 * matrices", SIAM J. Sci. Stat. Comput. 11, 1990.
 */

const EPSILON = Number.EPSILON;
/** An entry below this part of the largest one is within the rounding errors of a step. */
export const FLOOR: number = 2 ** -60;

/** One step on the block from begin to end; the rotations of the columns on either side are recorded. */
export function step(
  begin: number,
  end: number,
  d: Float64Array,
  e: Float64Array,
  left: Turns,
  right: Turns,
  norm: number,
): void {
  const shift = shiftOf(begin, end, d, e, norm);
  if (shift === 0) {
    withoutShift(begin, end, d, e, left, right);
    return;
  }
  const first = Math.abs(d[begin]);
  let f = (first - shift) * (Math.sign(d[begin]) + shift / d[begin]);
  let g = e[begin];
  for (let k = begin; k < end; k++) {
    const across = lengthOf(f, g);
    const [c, s] = across === 0 ? [1, 0] : [f / across, g / across];
    if (k > begin) e[k - 1] = across;
    f = c * d[k] + s * e[k];
    e[k] = c * e[k] - s * d[k];
    g = s * d[k + 1];
    d[k + 1] *= c;
    const down = lengthOf(f, g);
    const [cl, sl] = down === 0 ? [1, 0] : [f / down, g / down];
    d[k] = down;
    f = cl * e[k] + sl * d[k + 1];
    d[k + 1] = cl * d[k + 1] - sl * e[k];
    if (k < end - 1) {
      g = sl * e[k + 1];
      e[k + 1] *= cl;
    }
    [right.c[k - begin], right.s[k - begin], left.c[k - begin], left.s[k - begin]] = [c, s, cl, sl];
  }
  e[end - 1] = f;
}

/** The smaller singular value of the last two rows; or 0, where a shift would cost small singular values their digits. */
function shiftOf(begin: number, end: number, d: Float64Array, e: Float64Array, norm: number): number {
  for (let i = begin; i <= end; i++) if (Math.abs(d[i]) <= FLOOR * norm) return 0;
  const [f, g, h] = [Math.abs(d[end - 1]), e[end - 1], Math.abs(d[end])];
  // The sum and the difference of the two singular values are these lengths, and their product is f h.
  const larger = 0.5 * (lengthOf(f + h, g) + lengthOf(f - h, g));
  const shift = f * (h / larger);
  return (shift / d[begin]) ** 2 < EPSILON ? 0 : shift;
}

/** The step with shift 0, in which nothing is subtracted, so that every entry keeps its digits. */
function withoutShift(begin: number, end: number, d: Float64Array, e: Float64Array, left: Turns, right: Turns): void {
  let [c, s, cl, sl] = [1, 0, 1, 0];
  for (let k = begin; k < end; k++) {
    const [f, g] = [d[k] * c, e[k]];
    const across = lengthOf(f, g);
    [c, s] = across === 0 ? [1, 0] : [f / across, g / across];
    if (k > begin) e[k - 1] = sl * across;
    const [x, y] = [cl * across, d[k + 1] * s];
    const down = lengthOf(x, y);
    [cl, sl] = down === 0 ? [1, 0] : [x / down, y / down];
    d[k] = down;
    [right.c[k - begin], right.s[k - begin], left.c[k - begin], left.s[k - begin]] = [c, s, cl, sl];
  }
  const last = d[end] * c;
  e[end - 1] = last * sl;
  d[end] = last * cl;
}
