import type { Kernels } from "@wengert/array";
import { at } from "./arrays.ts";
import type { Library } from "./library.ts";

// Up to so many multiplications the kernels present are quicker. Measured, in ns, ours in WebAssembly and OpenBLAS: potrf of
// order 12 took 507 and 563, of order 14 743 and 657; potri of order 8 530 and 558, of order 9 826 and 638.
const fewToFactor = 300;
const fewToInvert = 200;

/** The Cholesky factor L, which to LAPACK is the upper factor Lᵀ of the same matrix, and the inverse from it. */
export function definite(lapack: Library, small: Kernels): Pick<Kernels, "potrf" | "potri"> {
  const { int, letter, info, outcome } = lapack.cells;
  const upper = letter("U");

  return {
    potrf(n, a, aOffset, lda) {
      if (n ** 3 / 6 <= fewToFactor) return small.potrf(n, a, aOffset, lda);
      lapack.dpotrf(upper, int(0, n), at(a, aOffset), int(1, lda), info, 1);
      const failed = outcome();
      // OpenBLAS takes a NaN for a good pivot and goes on.
      const done = failed === 0 ? n : failed;
      for (let i = 0; i < done; i++) if (Number.isNaN(a[aOffset + i * (lda + 1)])) return i + 1;
      return failed;
    },

    potri(n, a, aOffset, lda) {
      // LAPACK refuses a zero on the diagonal and leaves L as it was; ours divides by it.
      if (n ** 3 / 3 > fewToInvert) {
        lapack.dpotri(upper, int(0, n), at(a, aOffset), int(1, lda), info, 1);
        if (outcome() === 0) return;
      }
      small.potri(n, a, aOffset, lda);
    },
  };
}
