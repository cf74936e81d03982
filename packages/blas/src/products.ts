import type { Kernels } from "@wengert/array";
import { at } from "./arrays.ts";
import type { Library } from "./library.ts";
import { vectors } from "./vectors.ts";

/*
 * Calls of at most so many multiplications stay with the kernels present, which are done before a foreign call is (200 ns).
 * Measured in ns, ours in WebAssembly against OpenBLAS: gemm of order 4 160 and 206, of order 5 271 and 214; syrk 155 and 239,
 * 258 and 262; 1000 products of order 8 take 230 µs and 240, of order 16 1.6 ms and 1.2; trsm of order 8 327 and 365, of order 9 630 and 464; with one right-hand side of order 16 280 and 310, of
 * order 20 392 and 349.
 */
const fewInProducts = 100;
const fewInSquares = 60;
const fewInSystems = 300;
const fewInSystem = 150;
const fewInMany = 600;

/**
 * BLAS's products and triangular systems. It takes our matrices for their transposes, so that C = A·B is to it Cᵀ = Bᵀ·Aᵀ,
 * a lower triangle an upper one, and the left side the right.
 */
export function products(blas: Library, small: Kernels): Pick<Kernels, "gemm" | "gemmMany" | "syrk" | "trsm"> {
  const { int, double, letter } = blas.cells;
  const [asIs, transposed, upper, lower] = ["N", "T", "U", "L"].map(letter);
  const [left, right, unitDiagonal, anyDiagonal] = ["L", "R", "U", "N"].map(letter);
  const { gemv, trsv } = vectors(blas);

  const gemm: Kernels["gemm"] = (
    transA,
    transB,
    m,
    n,
    k,
    alpha,
    a,
    aOffset,
    lda,
    b,
    bOffset,
    ldb,
    beta,
    c,
    cOffset,
    ldc,
  ) => {
    if (m * n * k <= fewInProducts) {
      small.gemm(transA, transB, m, n, k, alpha, a, aOffset, lda, b, bOffset, ldb, beta, c, cOffset, ldc);
      return;
    }
    if (n === 1) {
      const [rows, columns] = transA ? [k, m] : [m, k];
      const step = transB ? 1 : ldb;
      gemv(transA, rows, columns, alpha, a, aOffset, lda, b, bOffset, step, beta, c, cOffset, ldc);
      return;
    }
    if (m === 1) {
      const [rows, columns] = transB ? [n, k] : [k, n];
      const step = transA ? lda : 1;
      gemv(!transB, rows, columns, alpha, b, bOffset, ldb, a, aOffset, step, beta, c, cOffset, 1);
      return;
    }
    blas.dgemm(
      transB ? transposed : asIs,
      transA ? transposed : asIs,
      int(0, n),
      int(1, m),
      int(2, k),
      double(3, alpha),
      at(b, bOffset),
      int(4, ldb),
      at(a, aOffset),
      int(5, lda),
      double(6, beta),
      at(c, cOffset),
      int(7, ldc),
      1,
      1,
    );
  };

  return {
    gemm,

    gemmMany(...products) {
      const [count, transA, transB, m, n, k, a, aOffset, lda, aStep, b, bOffset, ldb, bStep, c, cOffset, ldc, cStep] =
        products;
      if (m * n * k <= fewInMany && small.gemmMany !== undefined) {
        small.gemmMany(...products);
        return;
      }
      for (let i = 0, p = aOffset, q = bOffset, r = cOffset; i < count; i++, p += aStep, q += bStep, r += cStep)
        gemm(transA, transB, m, n, k, 1, a, p, lda, b, q, ldb, 0, c, r, ldc);
    },

    syrk(trans, n, k, alpha, a, aOffset, lda, beta, c, cOffset, ldc) {
      if ((n * n * k) / 2 <= fewInSquares) {
        small.syrk(trans, n, k, alpha, a, aOffset, lda, beta, c, cOffset, ldc);
        return;
      }
      blas.dsyrk(
        upper,
        trans ? asIs : transposed,
        int(0, n),
        int(1, k),
        double(2, alpha),
        at(a, aOffset),
        int(3, lda),
        double(4, beta),
        at(c, cOffset),
        int(5, ldc),
        1,
        1,
      );
    },

    trsm(side, isLower, trans, unit, m, n, alpha, a, aOffset, lda, b, bOffset, ldb) {
      const [order, columns] = side === "left" ? [m, n] : [n, m];
      const single = columns === 1 && alpha === 1;
      if ((order * order * columns) / 2 <= (single ? fewInSystem : fewInSystems)) {
        small.trsm(side, isLower, trans, unit, m, n, alpha, a, aOffset, lda, b, bOffset, ldb);
        return;
      }
      if (single) {
        const [transposes, step] = side === "left" ? [trans, ldb] : [!trans, 1];
        trsv(isLower, transposes, unit, order, a, aOffset, lda, b, bOffset, step);
        return;
      }
      blas.dtrsm(
        side === "left" ? right : left,
        isLower ? upper : lower,
        trans ? transposed : asIs,
        unit ? unitDiagonal : anyDiagonal,
        int(0, n),
        int(1, m),
        double(2, alpha),
        at(a, aOffset),
        int(3, lda),
        at(b, bOffset),
        int(4, ldb),
        1,
        1,
        1,
        1,
      );
    },
  };
}
