import { kernels } from "@wengert/array";

// Reflections are applied this many at a time, as matrix products.
const BLOCK = 64;

/** Q = H(0)·H(1)·…, reflections I − tau·v·vᵀ whose vectors stand in rows. */
export interface Reflections {
  readonly count: number;
  readonly a: Float64Array;
  /** Where the vector of H(k) begins: its entry 0, though it may be 0 up to `begin(k)` and from `end(k)` on, and is not read there. */
  at(k: number): number;
  begin(k: number): number;
  end(k: number): number;
  tau(k: number): number;
}

/**
 * X ← X Qᵀ for rows of X, which are `ld` apart. Some reflections together are I − Vᵀ T V, with their vectors the rows of V and T upper
 * triangular, built up by
 *
 *     T ← [T  −tau T V v; 0  tau]
 *
 * Source: Schreiber and Van Loan, "A storage-efficient WY representation for products of Householder transformations", SIAM J. Sci.
 * Stat. Comput. 10, 1989.
 */
export function applyReflections(q: Reflections, rows: number, x: Float64Array, ld: number): void {
  const { gemm } = kernels();
  const most = Math.min(BLOCK, q.count);
  const [v, tv] = [0, 1].map(() => new Float64Array(most * ld));
  const [gram, t] = [0, 1].map(() => new Float64Array(most * most));
  const along = new Float64Array(rows * most);
  for (let first = Math.floor((q.count - 1) / BLOCK) * BLOCK; first >= 0; first -= BLOCK) {
    const count = Math.min(BLOCK, q.count - first);
    const ends = [first, first + count - 1];
    const low = Math.min(...ends.map((k) => q.begin(k)));
    const length = Math.max(...ends.map((k) => q.end(k))) - low;
    v.fill(0, 0, count * length);
    for (let k = 0; k < count; k++) {
      const [at, begin, end] = [q.at(first + k), q.begin(first + k), q.end(first + k)];
      v.set(q.a.subarray(at + begin, at + end), k * length + begin - low);
    }
    gemm(false, true, count, count, length, 1, v, 0, length, v, 0, length, 0, gram, 0, count);
    t.fill(0);
    for (let j = 0; j < count; j++) {
      const own = q.tau(first + j);
      for (let i = 0; i < j; i++) {
        let sum = 0;
        for (let p = i; p < j; p++) sum += t[i * count + p] * gram[p * count + j];
        t[i * count + j] = -own * sum;
      }
      t[j * (count + 1)] = own;
    }
    gemm(true, false, count, length, count, 1, t, 0, count, v, 0, length, 0, tv, 0, length);
    gemm(false, true, rows, count, length, 1, x, low, ld, v, 0, length, 0, along, 0, count);
    gemm(false, false, rows, length, count, -1, along, 0, count, tv, 0, length, 1, x, low, ld);
  }
}
