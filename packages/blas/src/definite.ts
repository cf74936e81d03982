import type { Kernels } from "@wengert/array";
import { at, type Scratch } from "./arrays.ts";
import type { Library } from "./library.ts";
import { leadingOf, lowerToColumns, lowerToRows } from "./transpose.ts";

// Below this order the kernels present factor as quickly. Measured in µs, ours in WebAssembly and OpenBLAS: order 16 1.2 and 0.8, order 32
// 2.9 and 2.4, order 64 11.4 and 13.2, order 100 31.6 and 32.9.
const leastToFactor = 112;

// OpenBLAS is a third quicker with a lower triangle by columns than with an upper one, as which it sees ours. Measured in µs, as it lies and
// turned there and back: order 200 174 and 154, order 500 1750 and 1540. Longer ones would need much memory.
const mostToTurn = 500;

// Up to so many multiplications the kernels present are quicker to invert. Measured in ns, ours and OpenBLAS: order 8 530 and 558, order 9
// 826 and 638.
const fewToInvert = 200;

type Definite = Required<Pick<Kernels, "potrf" | "potrfOf" | "potri">>;

/** The Cholesky factor L, which to LAPACK is the upper factor Lᵀ of the same matrix, and the inverse from it. */
export function definite(lapack: Library, small: Kernels, scratch: Scratch): Definite {
  const { int, letter, info, outcome } = lapack.cells;
  const [upper, lower] = ["U", "L"].map(letter);

  /** The factor of a matrix that is turned on the way to LAPACK and back. */
  const turned = (
    n: number,
    a: Float64Array,
    aOffset: number,
    lda: number,
    l: Float64Array,
    lOffset: number,
    ldl: number,
  ): number => {
    const ld = leadingOf(n);
    const columns = scratch(ld * n);
    lowerToColumns(n, a, aOffset, lda, columns, ld);
    lapack.dpotrf(lower, int(0, n), columns, int(1, ld), info, 1);
    lowerToRows(n, columns, ld, l, lOffset, ldl);
    return failedAt(n, l, lOffset, ldl);
  };

  /** OpenBLAS takes a NaN for a good pivot and goes on. */
  const failedAt = (n: number, l: Float64Array, offset: number, ld: number): number => {
    const failed = outcome();
    const done = failed === 0 ? n : failed;
    for (let i = 0; i < done; i++) if (Number.isNaN(l[offset + i * (ld + 1)])) return i + 1;
    return failed;
  };

  return {
    potrf(n, a, aOffset, lda) {
      if (n < leastToFactor) return small.potrf(n, a, aOffset, lda);
      if (n <= mostToTurn) return turned(n, a, aOffset, lda, a, aOffset, lda);
      lapack.dpotrf(upper, int(0, n), at(a, aOffset), int(1, lda), info, 1);
      return failedAt(n, a, aOffset, lda);
    },

    potrfOf(n, a, aOffset, lda, l, lOffset, ldl) {
      if (n < leastToFactor) return small.potrfOf?.(n, a, aOffset, lda, l, lOffset, ldl);
      return n <= mostToTurn ? turned(n, a, aOffset, lda, l, lOffset, ldl) : undefined;
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
