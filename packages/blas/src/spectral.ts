import type { Kernels } from "@wengert/array";
import { at, type Scratch } from "./arrays.ts";
import type { Library } from "./library.ts";
import { transposeInPlace } from "./transpose.ts";

type Spectral = Required<Pick<Kernels, "syev" | "gesvd" | "gees">>;

/**
 * Eigenvalues and singular values: divide and conquer (dsyevd, dgesdd), and the QR algorithm (dgees).
 *
 * There is no kernel for dgeev: `eig` balances a matrix, has its real Schur form from dgees, which is where the time goes, and finds
 * vectors from that. dgeev does the same inside, but gives the Schur form to nobody, which the derivatives need, and its vectors
 * are of the matrix as it was scaled by LAPACK: other units of the rows would give vectors with other digits.
 *
 * Values are computed with their vectors even when nobody asks for these. Alone LAPACK finds them twice as fast, but by
 * another way and with other last digits, and the value of a function must not depend on whether its derivative is known.
 */
export function spectral(lapack: Library, scratch: Scratch): Spectral {
  const { int, letter, query, info, outcome } = lapack.cells;
  const [vectorsToo, upper, thin, unsorted] = ["V", "U", "S", "N"].map(letter);
  const size = new Float64Array(1);
  const integers = new Int32Array(2);

  return {
    syev(vectors, n, a, aOffset, lda, w, wOffset) {
      if (n === 0) return 0;
      const run = (work: Float64Array, length: number, iwork: Int32Array, integerLength: number): void => {
        lapack.dsyevd(
          vectorsToo,
          upper,
          int(0, n),
          at(a, aOffset),
          int(1, lda),
          at(w, wOffset),
          work,
          length,
          iwork,
          integerLength,
          info,
          1,
          1,
        );
      };
      run(size, query, integers, query);
      const [length, count] = [size[0], integers[0]];
      run(scratch(length), int(2, length), new Int32Array(lapack.words * count), int(3, count));
      // Its vectors are columns, which lie as our rows.
      if (vectors) transposeInPlace(n, a, aOffset, lda);
      return outcome();
    },

    // Of the transpose Aᵀ = V·diag(s)·Uᵀ: what to LAPACK is V, column by column, is Vᵀ to us.
    gesvd(vectors, m, n, a, aOffset, lda, s, sOffset, u, uOffset, ldu, vt, vtOffset, ldvt) {
      const k = Math.min(m, n);
      if (k === 0) return 0;
      const iwork = new Int32Array(lapack.words * 8 * k);
      const [left, ld] = vectors ? [at(u, uOffset), ldu] : [new Float64Array(m * k), k];
      const [right, ldRight] = vectors ? [at(vt, vtOffset), ldvt] : [new Float64Array(k * n), n];
      const run = (work: Float64Array, length: number): void => {
        lapack.dgesdd(
          thin,
          int(0, n),
          int(1, m),
          at(a, aOffset),
          int(2, lda),
          at(s, sOffset),
          right,
          int(3, ldRight),
          left,
          int(4, ld),
          work,
          length,
          iwork,
          info,
          1,
        );
      };
      run(size, query);
      run(scratch(size[0]), int(5, size[0]));
      return outcome();
    },

    gees(n, a, aOffset, lda, wr, wi, wOffset, z, zOffset, ldz) {
      if (n === 0) return 0;
      transposeInPlace(n, a, aOffset, lda);
      const run = (work: Float64Array, length: number): void => {
        lapack.dgees(
          vectorsToo,
          unsorted,
          0,
          int(0, n),
          at(a, aOffset),
          int(1, lda),
          int(2, 0),
          at(wr, wOffset),
          at(wi, wOffset),
          at(z, zOffset),
          int(3, ldz),
          work,
          length,
          0,
          info,
          1,
          1,
        );
      };
      run(size, query);
      run(scratch(size[0]), int(4, size[0]));
      transposeInPlace(n, a, aOffset, lda);
      transposeInPlace(n, z, zOffset, ldz);
      return outcome();
    },
  };
}
