import { at } from "./arrays.ts";
import type { Library } from "./library.ts";

/** A matrix times a vector, and a triangular system with one right-hand side. */
export interface Vectors {
  /** y ← alpha·op(a)·x + beta·y, where op transposes if asked; a is m×n, and the vectors' entries are xs and ys apart. */
  gemv(
    trans: boolean,
    m: number,
    n: number,
    alpha: number,
    a: Float64Array,
    aOffset: number,
    lda: number,
    x: Float64Array,
    xOffset: number,
    xs: number,
    beta: number,
    y: Float64Array,
    yOffset: number,
    ys: number,
  ): void;
  /** x ← op(a)⁻¹·x with a triangular. */
  trsv(
    lower: boolean,
    trans: boolean,
    unit: boolean,
    n: number,
    a: Float64Array,
    aOffset: number,
    lda: number,
    x: Float64Array,
    xOffset: number,
    xs: number,
  ): void;
}

/**
 * What the seam asks for as a product or a system with a single column. BLAS's functions for vectors read the matrix as fast
 * as memory gives it; those for matrices copy it first (order 1000, measured: 140 µs and 240 µs for a product, 85 µs and 560 µs
 * for a system).
 */
export function vectors(blas: Library): Vectors {
  const { int, double, letter } = blas.cells;
  const [asIs, transposed, upper, lower, unitDiagonal, anyDiagonal] = ["N", "T", "U", "L", "U", "N"].map(letter);

  return {
    gemv(trans, m, n, alpha, a, aOffset, lda, x, xOffset, xs, beta, y, yOffset, ys) {
      if (beta === 0) {
        // Some versions of OpenBLAS multiply by beta, and make a NaN of what was not to be read.
        const rows = trans ? n : m;
        for (let i = 0, p = yOffset; i < rows; i++, p += ys) y[p] = 0;
      }
      blas.dgemv(
        trans ? asIs : transposed,
        int(0, n),
        int(1, m),
        double(2, alpha),
        at(a, aOffset),
        int(3, lda),
        at(x, xOffset),
        int(4, xs),
        double(5, beta),
        at(y, yOffset),
        int(6, ys),
        1,
      );
    },

    trsv(isLower, trans, unit, n, a, aOffset, lda, x, xOffset, xs) {
      blas.dtrsv(
        isLower ? upper : lower,
        trans ? asIs : transposed,
        unit ? unitDiagonal : anyDiagonal,
        int(0, n),
        at(a, aOffset),
        int(1, lda),
        at(x, xOffset),
        int(2, xs),
        1,
        1,
        1,
      );
    },
  };
}
