import type { Eigen } from "../src/index.ts";

/** The largest entry. */
export function sizeOf(x: ArrayLike<number>): number {
  let most = 0;
  // NaN must not get lost.
  for (let i = 0; i < x.length; i++) if (!(Math.abs(x[i]) <= most)) most = Math.abs(x[i]);
  return most;
}

/** A B of plain matrices m×k and k×n, or with transposes of these. */
export function times(m: number, k: number, n: number, a: ArrayLike<number>, b: ArrayLike<number>): Float64Array {
  const c = new Float64Array(m * n);
  for (let i = 0; i < m; i++) {
    for (let p = 0; p < k; p++) {
      const value = a[i * k + p];
      if (value !== 0) for (let j = 0; j < n; j++) c[i * n + j] += value * b[p * n + j];
    }
  }
  return c;
}

/** The largest |A V − V Λ| over ‖A‖, by Frobenius' norm, and | ‖v‖ − 1 |, of one of several matrices of order n. */
export function eigenErrors(
  n: number,
  a: Float64Array,
  { values, vectors }: Eigen,
  b: number = 0,
): readonly [number, number] {
  const part = (x: { readonly data: Float64Array }, size: number): Float64Array =>
    x.data.subarray(b * size, (b + 1) * size);
  const [re, im, vr, vi] = [part(values.re, n), part(values.im, n), part(vectors.re, n * n), part(vectors.im, n * n)];
  const matrix = a.subarray(b * n * n, (b + 1) * n * n);
  const unit = sizeOf(matrix) || 1;
  const scaled = matrix.map((value) => value / unit);
  const norm = Math.sqrt(scaled.reduce((sum, value) => sum + value * value, 0));
  const [ar, ai] = [times(n, n, n, scaled, vr), times(n, n, n, scaled, vi)];
  let [residual, length] = [0, 0];
  for (let j = 0; j < n; j++) {
    let [error, squares] = [0, 0];
    const [lr, li] = [re[j] / unit, im[j] / unit];
    for (let i = 0; i < n; i++) {
      const [x, y] = [vr[i * n + j], vi[i * n + j]];
      error += (ar[i * n + j] - (lr * x - li * y)) ** 2 + (ai[i * n + j] - (lr * y + li * x)) ** 2;
      squares += x * x + y * y;
    }
    const [relative, off] = [Math.sqrt(error) / (norm || 1), Math.abs(Math.sqrt(squares) - 1)];
    if (!(relative <= residual)) residual = relative;
    if (!(off <= length)) length = off;
  }
  return [residual, length];
}
