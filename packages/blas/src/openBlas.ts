import { type Kernels, kernels } from "@wengert/array";
import { candidates } from "./candidates.ts";
import { openLibrary } from "./library.ts";

/** Options of `openBlas`. */
export interface OpenBlasOptions {
  /** The library's file; without it the usual names and places are tried. */
  readonly path?: string;
}

// The enumerations of cblas.h.
const rowMajor = 101;
const transposeOf = (trans: boolean): number => (trans ? 112 : 111);
const triangleOf = (lower: boolean): number => (lower ? 122 : 121);
const diagonalOf = (unit: boolean): number => (unit ? 132 : 131);
const sideOf = (side: "left" | "right"): number => (side === "left" ? 141 : 142);

// LAPACK is column-major: our lower triangle is its upper one.
const upper = Uint8Array.of("U".charCodeAt(0));

// Calls of at most so many multiplications stay with the kernels present: those are done before a foreign call is (measured).
const few = 300;

const at = (a: Float64Array, offset: number): Float64Array => (offset === 0 ? a : a.subarray(offset));

/**
 * The kernels of @wengert/array from a BLAS and LAPACK of the system: OpenBLAS, Intel's MKL or Apple's Accelerate.
 *
 * The library is loaded by this call, not on import. Small matrices stay with the kernels in use when this is called. How
 * many threads the library takes is its own affair (`OPENBLAS_NUM_THREADS`, `MKL_NUM_THREADS`).
 *
 * @throws {BlasNotFoundError} with what was tried
 *
 * @example
 * ```ts
 * import { useKernels } from "@wengert/array";
 * import { BlasNotFoundError, openBlas } from "@wengert/blas";
 *
 * try {
 *   useKernels(openBlas());
 * } catch (error) {
 *   if (!(error instanceof BlasNotFoundError)) throw error;
 *   console.log(error.message); // what was tried; the present kernels stay
 * }
 * openBlas({ path: "/no/such/file.so" }); // throws BlasNotFoundError
 * ```
 */
export function openBlas({ path }: OpenBlasOptions = {}): Kernels {
  const blas = openLibrary(path === undefined ? candidates(process.platform, process.env) : [path]);
  const small = kernels();
  const order = new Int32Array(1);
  const leading = new Int32Array(1);
  const info = new Int32Array(1);

  return {
    name: blas.file,

    gemm(transA, transB, m, n, k, alpha, a, aOffset, lda, b, bOffset, ldb, beta, c, cOffset, ldc) {
      if (m * n * k <= few) {
        small.gemm(transA, transB, m, n, k, alpha, a, aOffset, lda, b, bOffset, ldb, beta, c, cOffset, ldc);
        return;
      }
      const opA = transposeOf(transA);
      const opB = transposeOf(transB);
      blas.dgemm(
        rowMajor,
        opA,
        opB,
        m,
        n,
        k,
        alpha,
        at(a, aOffset),
        lda,
        at(b, bOffset),
        ldb,
        beta,
        at(c, cOffset),
        ldc,
      );
    },

    syrk(trans, n, k, alpha, a, aOffset, lda, beta, c, cOffset, ldc) {
      if ((n * n * k) / 2 <= few) {
        small.syrk(trans, n, k, alpha, a, aOffset, lda, beta, c, cOffset, ldc);
        return;
      }
      const lower = triangleOf(true);
      blas.dsyrk(rowMajor, lower, transposeOf(trans), n, k, alpha, at(a, aOffset), lda, beta, at(c, cOffset), ldc);
    },

    trsm(side, lower, trans, unit, m, n, alpha, a, aOffset, lda, b, bOffset, ldb) {
      if ((m * n * (side === "left" ? m : n)) / 2 <= few) {
        small.trsm(side, lower, trans, unit, m, n, alpha, a, aOffset, lda, b, bOffset, ldb);
        return;
      }
      const [s, u, t, d] = [sideOf(side), triangleOf(lower), transposeOf(trans), diagonalOf(unit)];
      blas.dtrsm(rowMajor, s, u, t, d, m, n, alpha, at(a, aOffset), lda, at(b, bOffset), ldb);
    },

    potrf(n, a, aOffset, lda) {
      if (n ** 3 / 6 <= few) return small.potrf(n, a, aOffset, lda);
      order[0] = n;
      leading[0] = lda;
      blas.dpotrf(upper, order, at(a, aOffset), leading, info, 1);
      // OpenBLAS takes a NaN for a good pivot and goes on.
      const done = info[0] === 0 ? n : info[0];
      for (let i = 0; i < done; i++) if (Number.isNaN(a[aOffset + i * (lda + 1)])) return i + 1;
      return info[0];
    },

    potri(n, a, aOffset, lda) {
      order[0] = n;
      leading[0] = lda;
      info[0] = 1;
      if (n ** 3 / 3 > few) blas.dpotri(upper, order, at(a, aOffset), leading, info, 1);
      // LAPACK refuses a zero on the diagonal and leaves L as it was; ours divides by it.
      if (info[0] !== 0) small.potri(n, a, aOffset, lda);
    },

    // LAPACK's would exchange columns: a row-major matrix is to it the transpose.
    getrf: small.getrf,
  };
}
