import { kernels } from "@wengert/array";

// Reflections are applied this many at a time, as matrix products.
const BLOCK = 64;

/**
 * X ← X Qᵀ for rows of X, with Q = H(n − 1)·…·H(1) from `sytrd`. Some reflections together are I − Vᵀ T V, with their vectors the rows
 * of V and T upper triangular, built up by
 *
 *     T ← [T  −tau T V v; 0  tau]
 *
 * Source: Schreiber and Van Loan, "A storage-efficient WY representation for products of Householder transformations", SIAM J. Sci.
 * Stat. Comput. 10, 1989.
 */
export function applyReflections(
  n: number,
  a: Float64Array,
  offset: number,
  ld: number,
  tau: Float64Array,
  rows: number,
  x: Float64Array,
): void {
  const { gemm } = kernels();
  const most = Math.min(BLOCK, n);
  const [v, tv] = [0, 1].map(() => new Float64Array(most * n));
  const [gram, t] = [0, 1].map(() => new Float64Array(most * most));
  const along = new Float64Array(rows * most);
  // Those with the shortest vectors come first.
  for (let begin = 1; begin < n; begin += BLOCK) {
    const last = Math.min(n, begin + BLOCK) - 1;
    const count = last - begin + 1;
    // In the order of the product: the longest vector, of `last` entries, is the first row.
    for (let k = 0; k < count; k++) {
      const i = last - k;
      const from = offset + i * ld;
      v.set(a.subarray(from, from + i), k * last);
      v.fill(0, k * last + i, (k + 1) * last);
    }
    gemm(false, true, count, count, last, 1, v, 0, last, v, 0, last, 0, gram, 0, count);
    t.fill(0);
    for (let j = 0; j < count; j++) {
      const own = tau[last - j];
      for (let i = 0; i < j; i++) {
        let sum = 0;
        for (let p = i; p < j; p++) sum += t[i * count + p] * gram[p * count + j];
        t[i * count + j] = -own * sum;
      }
      t[j * (count + 1)] = own;
    }
    gemm(true, false, count, last, count, 1, t, 0, count, v, 0, last, 0, tv, 0, last);
    gemm(false, true, rows, count, last, 1, x, 0, n, v, 0, last, 0, along, 0, count);
    gemm(false, false, rows, last, count, -1, along, 0, count, tv, 0, last, 1, x, 0, n);
  }
}
