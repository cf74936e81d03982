import type { Panels } from "@wengert/wasm";
import { factorInPanels, factorOver, fitsPanels } from "./cholesky.ts";
import { tinyProduct } from "./direct.ts";
import { invertOver } from "./inverse.ts";
import type { Kernels } from "./kernels.ts";
import { luOver } from "./lu.ts";
import { fewTerms, productOver } from "./product.ts";
import { manyOver, smallProducts } from "./small.ts";
import { solveOver, solveUpper } from "./solve.ts";
import { scale, transpose, view } from "./view.ts";

/**
 * All kernels from one pair of inner kernels over packed panels, in WebAssembly or in plain TypeScript.
 *
 * Transposition is a matter of strides, syrk is a product of which the lower triangle is kept, and every triangular solve
 * becomes a lower one from the left; so there is one product, one solve, and the factorizations above them.
 */
export function blockedKernels(panels: Panels): Kernels {
  const product = productOver(panels);
  const solve = solveOver(panels, product);
  const factor = factorOver(panels, product, solve);
  const invert = invertOver(panels, product, solve);
  const small = smallProducts(panels);
  const products: Pick<Kernels, "gemm" | "syrk" | "trsm"> = {
    gemm(transA, transB, m, n, k, alpha, a, aOffset, lda, b, bOffset, ldb, beta, c, cOffset, ldc) {
      if (alpha === 1 && beta === 0 && small?.takes(m, n, k) === true) {
        small.multiply(transA, transB, m, n, k, a, aOffset, lda, b, bOffset, ldb, c, cOffset, ldc);
        return;
      }
      if (alpha === 1 && beta === 0 && k > 0 && m * n * k <= fewTerms) {
        const ars = transA ? 1 : lda;
        const acs = transA ? lda : 1;
        const brs = transB ? 1 : ldb;
        const bcs = transB ? ldb : 1;
        // As `product` would have it: the larger one is followed through its memory.
        if (n < m) tinyProduct(n, m, k, b, bOffset, bcs, brs, a, aOffset, acs, ars, c, cOffset, 1, ldc);
        else tinyProduct(m, n, k, a, aOffset, ars, acs, b, bOffset, brs, bcs, c, cOffset, ldc, 1);
        return;
      }
      const opA = view(a, aOffset, lda, transA);
      product(m, n, k, alpha, opA, view(b, bOffset, ldb, transB), beta, view(c, cOffset, ldc));
    },
    syrk(trans, n, k, alpha, a, aOffset, lda, beta, c, cOffset, ldc) {
      const opA = view(a, aOffset, lda, trans);
      product(n, n, k, alpha, opA, transpose(opA), beta, view(c, cOffset, ldc), true);
    },
    trsm(side, lower, trans, unit, m, n, alpha, a, aOffset, lda, b, bOffset, ldb) {
      const left = side === "left";
      // x·op(a) = b is op(a)ᵀ·xᵀ = bᵀ.
      const t = view(a, aOffset, lda, trans === left);
      const x = view(b, bOffset, ldb, !left);
      const order = left ? m : n;
      const count = left ? n : m;
      scale(order, count, alpha, x);
      if (alpha === 0) return;
      if (lower === (trans === left)) solveUpper(solve, order, count, unit, t, x);
      else solve(order, count, unit, t, x);
    },
  };
  return {
    name: panels.name,
    ...products,
    ...(small && { gemmMany: manyOver(small, products) }),
    potrf: (n, a, aOffset, lda) => factor(n, view(a, aOffset, lda)),
    potrfOf: (n, a, aOffset, lda, l, lOffset, ldl) =>
      fitsPanels(panels, n) ? factorInPanels(panels, n, view(a, aOffset, lda), view(l, lOffset, ldl)) : undefined,
    potri: (n, a, aOffset, lda) => invert(n, view(a, aOffset, lda)),
    getrf: luOver(panels, products),
  };
}
