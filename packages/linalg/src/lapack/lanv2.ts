import type { Work } from "./gehrd.ts";

const EPSILON = Number.EPSILON;

/** A 2×2 block [a b; c d] after a rotation by (cosine, sine). */
interface Turned {
  readonly block: readonly [a: number, b: number, c: number, d: number];
  readonly cosine: number;
  readonly sine: number;
}

/**
 * Turns the 2×2 block at k into a triangle if its eigenvalues are real, and else into one with equal diagonal entries and
 * off-diagonal ones of opposite sign.
 */
export function standardize(work: Work, k: number): void {
  const { n, h } = work;
  const at = k * (n + 1);
  const { block, cosine, sine } = standardForm(h[at], h[at + 1], h[at + n], h[at + n + 1]);
  turn(work, k, cosine, sine);
  [h[at], h[at + 1], h[at + n], h[at + n + 1]] = block;
}

/**
 * Of half the difference p of the diagonal entries, p² + bc decides: where it is positive by more than rounding, the eigenvalues
 * are real and apart, and found without cancellation. Else the diagonal is made equal, and the signs of b and c say which they
 * are. What is small is small relative to max(|p|, |b|, |c|).
 *
 * Source: Bai and Demmel, "On swapping diagonal blocks in real Schur form", Linear Algebra Appl. 186, 1993; LAPACK's dlanv2.
 */
function standardForm(a: number, b: number, c: number, d: number): Turned {
  if (c === 0) return { block: [a, b, 0, d], cosine: 1, sine: 0 };
  if (b === 0) return { block: [d, -c, 0, a], cosine: 0, sine: 1 };
  if (a === d && b < 0 !== c < 0) return { block: [a, b, c, d], cosine: 1, sine: 0 };
  const p = 0.5 * (a - d);
  const [larger, smaller] = [Math.max(Math.abs(b), Math.abs(c)), Math.min(Math.abs(b), Math.abs(c))];
  const signed = b < 0 === c < 0 ? smaller : -smaller;
  const scale = Math.max(Math.abs(p), larger);
  const square = (p / scale) ** 2 + (larger / scale) * (signed / scale);
  return square >= 4 * EPSILON ? triangleOf(a, b, c, d, square, scale) : equalized(a, b, c, d);
}

function triangleOf(a: number, b: number, c: number, d: number, square: number, scale: number): Turned {
  const p = 0.5 * (a - d);
  const reach = p + (p < 0 ? -1 : 1) * scale * Math.sqrt(square);
  const size = Math.hypot(c, reach);
  // The product of the eigenvalues of [p b; c −p], over the one that does not cancel.
  const other = Math.abs(b) > Math.abs(c) ? (b / reach) * c : (c / reach) * b;
  return { block: [d + reach, b - c, 0, d - other], cosine: reach / size, sine: c / size };
}

function equalized(a: number, b: number, c: number, d: number): Turned {
  const [sum, difference] = [b + c, a - d];
  const size = Math.hypot(sum, difference);
  const cosine = size === 0 ? 1 : Math.sqrt(0.5 * (1 + Math.abs(sum) / size));
  const sine = size === 0 ? 0 : (-0.5 * difference * (sum < 0 ? -1 : 1)) / (size * cosine);
  const [aa, bb, cc, dd] = [a * cosine + b * sine, b * cosine - a * sine, c * cosine + d * sine, d * cosine - c * sine];
  const mean = 0.5 * (aa * cosine + cc * sine + (dd * cosine - bb * sine));
  const [above, below] = [bb * cosine + dd * sine, cc * cosine - aa * sine];
  if (below === 0) return { block: [mean, above, 0, mean], cosine, sine };
  if (above === 0) return { block: [mean, -below, 0, mean], cosine: -sine, sine: cosine };
  if (above < 0 !== below < 0) return { block: [mean, above, below, mean], cosine, sine };
  // The eigenvalues are real, and nearly equal: one more rotation makes the block triangular.
  const [left, right] = [Math.sqrt(Math.abs(above)), Math.sqrt(Math.abs(below))];
  const reach = below < 0 ? -left * right : left * right;
  const length = Math.sqrt(Math.abs(above + below));
  const [c1, s1] = [left / length, right / length];
  return {
    block: [mean + reach, above - below, 0, mean - reach],
    cosine: cosine * c1 - sine * s1,
    sine: cosine * s1 + sine * c1,
  };
}

/** Rows k and k + 1 ← (c x + s y, c y − s x), behind the block, and columns likewise, above it. */
function turn({ n, h, z }: Work, k: number, c: number, s: number): void {
  for (let j = k + 2; j < n; j++) {
    const [x, y] = [h[k * n + j], h[(k + 1) * n + j]];
    h[k * n + j] = c * x + s * y;
    h[(k + 1) * n + j] = c * y - s * x;
  }
  const columns = (data: Float64Array, rows: number): void => {
    for (let i = 0; i < rows; i++) {
      const [x, y] = [data[i * n + k], data[i * n + k + 1]];
      data[i * n + k] = c * x + s * y;
      data[i * n + k + 1] = c * y - s * x;
    }
  };
  columns(h, k);
  columns(z, n);
}
