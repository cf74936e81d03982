import type { Tensor } from "@wengert/array";
import { copied, elementsOf, fromData } from "@wengert/array/author";
import { add, mul, sub } from "@wengert/ops";
import { addTangents, type Value } from "@wengert/rule";
import { rule } from "@wengert/rule/library";
import { absentOf, dependingOnEach, dependsNot } from "../parts/absent.ts";
import { spelledMean, symmetrized } from "../parts/symmetric.ts";
import { halvedTril, tril } from "../parts/triangle.ts";
import { product } from "../products/product.ts";
import { solve } from "../solve/triangularsolve.ts";
import { dependingOn, singleOrder } from "../spelled/cells.ts";
import { spelledPull, spelledPush } from "../spelled/cholesky.ts";
import { pullFactor, pushFactor } from "./choleskyblocks.ts";

/*
 * The derivatives of a Cholesky factor L, as functions of L and of what is pushed or pulled through it. In closed form, with Φ
 * the lower triangle with its diagonal halved,
 *
 *     T(L, dA) = L Φ(L⁻¹ sym(dA) L⁻ᵀ)         the tangent
 *     C(L, L̄) = sym(L⁻ᵀ Φ(Lᵀ L̄) L⁻¹)          the cotangent; of L̄ it reads the lower triangle
 *
 * They are transposes of each other, ⟨L̄, T(L, dA)⟩ = ⟨C(L, L̄), dA⟩. So one is the other's derivative in its second argument,
 * and both have the same cotangent in L, that of this number:
 *
 *     T moves with L by dL Φ(L⁻¹ sym(dA) L⁻ᵀ) − T(L, 2 dL L⁻¹ sym(dA))
 *     C moves with L by C(L, L⁻ᵀ dLᵀ L̄) − 2 sym(C dL L⁻¹)
 *     L gets tril(L̄ Φ(L⁻¹ sym(dA) L⁻ᵀ)ᵀ − 2 C sym(dA) L⁻ᵀ)
 */

/** Systems with L, and with Lᵀ. */
const system = { lower: true, transpose: false, unitDiagonal: false, side: "left", op: "cholesky", name: "a" } as const;
const transposed = { ...system, transpose: true } as const;
const fromRight = { ...system, side: "right" } as const;
const transposedFromRight = { ...transposed, side: "right" } as const;

/**
 * T(L, dA), see above.
 *
 * @param l - [..., n, n], a factor
 * @param da - [..., n, n]; its symmetric part counts
 * @returns [..., n, n], lower triangular
 */
export const factorTangent: (l: Value, da: Value) => Tensor = /* @__PURE__ */ rule({
  name: "cholesky",
  spelling: ([l, da], arithmetic) => {
    const n = singleOrder(l);
    if (n === undefined) return undefined;
    return dependingOn([da], spelledPush(n, l.cells, spelledMean(n, da.cells, arithmetic), arithmetic), arithmetic);
  },
  impl: (l: Tensor, da: Tensor): Tensor => {
    if (dependsNot(da)) return absentOf(da.shape);
    // Of numbers alone: where dA does not depend, dL does.
    const g = tril(symmetrized(da)).data;
    const n = l.shape[l.ndim - 1];
    for (let start = 0; start < g.length; start += n * n)
      pushFactor(n, { l: elementsOf(l), lOffset: start, g, gOffset: start, ld: n });
    return dependingOnEach(fromData(g, da.shape), da);
  },
  jvp: ([dl, dda], [l, da]) => {
    const terms = dda === undefined ? [] : [factorTangent(l, dda)];
    if (dl !== undefined) {
      const half = solve(l, symmetrized(da), system);
      terms.push(product(dl, halvedTril(solve(l, half, transposedFromRight))));
      terms.push(factorTangent(l, mul(-2, product(dl, half))));
    }
    return terms.length === 0 ? undefined : addTangents(terms);
  },
  vjp: (lbar, [l, da]) => [() => factorbar(l, da, lbar), () => factorCotangent(l, lbar)],
  batch: "leading",
});

/**
 * C(L, L̄), see above.
 *
 * @param l - [..., n, n], a factor
 * @param lbar - [..., n, n]; its lower triangle counts
 * @returns [..., n, n], symmetric
 */
export const factorCotangent: (l: Value, lbar: Value) => Tensor = /* @__PURE__ */ rule({
  name: "cholesky",
  spelling: ([l, lbar], arithmetic) => {
    const n = singleOrder(l);
    if (n === undefined) return undefined;
    return dependingOn([lbar], spelledPull(n, l.cells, lbar.cells, arithmetic), arithmetic);
  },
  impl: (l: Tensor, lbar: Tensor): Tensor => {
    if (dependsNot(lbar)) return absentOf(lbar.shape);
    const g = copied(elementsOf(lbar));
    const n = l.shape[l.ndim - 1];
    for (let start = 0; start < g.length; start += n * n)
      pullFactor(n, { l: elementsOf(l), lOffset: start, g, gOffset: start, ld: n });
    return dependingOnEach(fromData(g, lbar.shape), lbar);
  },
  jvp: ([dl, dlbar], [l, lbar], abar) => {
    let moved = dlbar;
    if (dl !== undefined) {
      const across = solve(l, product(dl, lbar, { transposeA: true }), transposed);
      moved = moved === undefined ? across : add(moved, across);
    }
    if (moved === undefined) return undefined;
    const along = factorCotangent(l, moved);
    return dl === undefined ? along : sub(along, mul(2, symmetrized(solve(l, product(abar, dl), fromRight))));
  },
  vjp: (da, [l, lbar]) => [() => factorbar(l, da, lbar), () => factorTangent(l, da)],
  batch: "leading",
});

/** The cotangent of L, above. */
function factorbar(l: Tensor, da: Tensor, lbar: Tensor): Tensor {
  const half = solve(l, symmetrized(da), transposedFromRight);
  const m = halvedTril(solve(l, half, system));
  const turned = product(tril(lbar), m, { transposeB: true });
  return tril(sub(turned, mul(2, product(factorCotangent(l, lbar), half))));
}
