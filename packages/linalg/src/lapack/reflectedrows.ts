import { kernels } from "@wengert/array";
import { condensingKernels } from "@wengert/array/author";

type ReflectRows = NonNullable<NonNullable<ReturnType<typeof condensingKernels>>["reflectRows"]>;

// Reflections are applied this many at a time, as matrix products.
const BLOCK = 64;

/** x ← x·Qᵀ for rows of x; see `Condensed` of @wengert/wasm. */
export function rowReflector(): ReflectRows {
  return condensingKernels()?.reflectRows ?? reflectRows;
}

/**
 * Where there is no WebAssembly. Some reflections together are I − Vᵀ T V, with their vectors the rows of V and T upper triangular,
 * built up by
 *
 *     T ← [T  −tau T V v; 0  tau]
 *
 * Source: Schreiber and Van Loan, "A storage-efficient WY representation for products of Householder transformations", SIAM J. Sci.
 * Stat. Comput. 10, 1989.
 */
const reflectRows: ReflectRows = (rows, n, x, count, v, tau) => {
  const { gemm } = kernels();
  const most = Math.min(BLOCK, count);
  const tv = new Float64Array(most * n);
  const [gram, t] = [0, 1].map(() => new Float64Array(most * most));
  const along = new Float64Array(rows * most);
  for (let first = Math.floor((count - 1) / BLOCK) * BLOCK; first >= 0; first -= BLOCK) {
    const some = Math.min(BLOCK, count - first);
    const from = first * n;
    gemm(false, true, some, some, n, 1, v, from, n, v, from, n, 0, gram, 0, some);
    t.fill(0);
    for (let j = 0; j < some; j++) {
      const own = tau[first + j];
      for (let i = 0; i < j; i++) {
        let sum = 0;
        for (let p = i; p < j; p++) sum += t[i * some + p] * gram[p * some + j];
        t[i * some + j] = -own * sum;
      }
      t[j * (some + 1)] = own;
    }
    gemm(true, false, some, n, some, 1, t, 0, some, v, from, n, 0, tv, 0, n);
    gemm(false, true, rows, some, n, 1, x, 0, n, v, from, n, 0, along, 0, some);
    gemm(false, false, rows, n, some, -1, along, 0, some, tv, 0, n, 1, x, 0, n);
  }
};
