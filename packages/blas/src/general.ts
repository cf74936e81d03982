import type { Kernels } from "@wengert/array";
import { at, type Scratch } from "./arrays.ts";
import type { Library } from "./library.ts";
import { leadingOf, toColumns, toRows, transposeInPlace } from "./transpose.ts";

// Up to so many multiplications the kernels present are quicker: they took 1.4 µs for order 12, OpenBLAS 1.55 with the copies;
// of order 14 they took 2.0 and 1.9.
const few = 600;

/** LU factorization and its systems. */
export function general(
  lapack: Library,
  small: Kernels,
  { trsm }: Pick<Kernels, "trsm">,
  scratch: Scratch,
): Required<Pick<Kernels, "getrf" | "getrs">> {
  const { int, info, outcome } = lapack.cells;
  const { words } = lapack;

  return {
    // On the transpose LAPACK would exchange columns, so the matrix is turned, there and back: a square one where it is,
    // because fresh memory costs more than the turning (1000×1000: 5 ms and 2.5).
    getrf(m, n, a, aOffset, lda, pivots, pivotOffset) {
      const steps = Math.min(m, n);
      if (!lapack.roomy || (m * n * steps) / 3 <= few) return small.getrf(m, n, a, aOffset, lda, pivots, pivotOffset);
      const exchanged = new Int32Array(words * steps);
      const run = (columns: Float64Array, ld: number): void => {
        lapack.dgetrf(int(0, m), int(1, n), columns, int(2, ld), exchanged, info);
      };
      if (m === n) {
        transposeInPlace(n, a, aOffset, lda);
        run(at(a, aOffset), lda);
        transposeInPlace(n, a, aOffset, lda);
      } else {
        const ld = leadingOf(m);
        const columns = scratch(ld * n);
        toColumns(m, n, a, aOffset, lda, columns, ld);
        run(columns, ld);
        toRows(m, n, columns, ld, a, aOffset, lda);
      }
      // LAPACK counts from 1.
      for (let i = 0; i < steps; i++) pivots[pivotOffset + i] = exchanged[words * i] - 1;
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
