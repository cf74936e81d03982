import type { Kernels } from "@wengert/array";
import { luByHalves } from "@wengert/array/author";
import { at } from "./arrays.ts";
import type { Library } from "./library.ts";

// Up to so many columns the kernels present are as quick. LAPACK's function wants columns, and turning a matrix there and back costs
// what it gains: measured in ms with 64 and 128 columns here, and by LAPACK on the turned matrix, order 200 0.34, 0.34, 0.34; order 500
// 3.7, 3.4, 3.2; order 1000 22.9, 24.2, 23.5. On two threads of a busy machine LAPACK's waits for both in each step: order 100 took 3.4
// ms, and here 0.1.
const COLUMNS = 128;

// Our matrix is to LAPACK its transpose, whose factors it finds without anything being turned. Up to this order the kernels present are
// as quick.
const ORDER = 64;

/** LU factorization and its systems: by halves, of which the larger parts are BLAS's products and triangular systems. */
export function general(
  lapack: Library,
  small: Kernels,
  { gemm, trsm }: Pick<Kernels, "gemm" | "trsm">,
): Required<Pick<Kernels, "getrf" | "getrfOfTranspose" | "getrs">> {
  const { int, info, outcome } = lapack.cells;
  return {
    getrf: luByHalves({ gemm, trsm }, (_m, n) => (n <= COLUMNS ? small.getrf : undefined)),

    getrfOfTranspose(n, a, aOffset, lda, pivots, pivotOffset) {
      if (n <= ORDER) return undefined;
      const rows = new Int32Array(lapack.words * n);
      lapack.dgetrf(int(0, n), int(0, n), at(a, aOffset), int(1, lda), rows, info);
      for (let i = 0; i < n; i++) pivots[pivotOffset + i] = rows[lapack.words * i] - 1;
      return outcome();
    },

    // L and U are triangles to BLAS too, but to LAPACK's function of this name only if they lie column by column.
    getrs(trans, n, nrhs, a, aOffset, lda, pivots, pivotOffset, b, bOffset, ldb) {
      if (!trans) exchange(false, n, nrhs, pivots, pivotOffset, b, bOffset, ldb);
      trsm("left", !trans, trans, !trans, n, nrhs, 1, a, aOffset, lda, b, bOffset, ldb);
      trsm("left", trans, trans, trans, n, nrhs, 1, a, aOffset, lda, b, bOffset, ldb);
      if (trans) exchange(true, n, nrhs, pivots, pivotOffset, b, bOffset, ldb);
    },
  };
}

/** Exchanges the rows of b as the factorization did, or the other way round. */
function exchange(
  backwards: boolean,
  n: number,
  nrhs: number,
  pivots: Int32Array,
  pivotOffset: number,
  b: Float64Array,
  bOffset: number,
  ldb: number,
): void {
  for (let step = 0; step < n; step++) {
    const i = backwards ? n - 1 - step : step;
    const other = pivots[pivotOffset + i];
    if (other === i) continue;
    for (let j = 0, p = bOffset + i * ldb, q = bOffset + other * ldb; j < nrhs; j++, p++, q++) {
      const held = b[p];
      b[p] = b[q];
      b[q] = held;
    }
  }
}
