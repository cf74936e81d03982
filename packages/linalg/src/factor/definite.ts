import type { Tensor } from "@wengert/array";
import { elementsOf, fromData } from "@wengert/array/author";
import { mul, neg, sum } from "@wengert/ops";
import type { Value } from "@wengert/rule";
import { residual, residualWithAttributes, rule } from "@wengert/rule/library";
import { perMatrix } from "../batch/batch.ts";
import type { Caller } from "../batch/caller.ts";
import { deferred } from "../batch/deferred.ts";
import { symmetrized } from "../parts/symmetric.ts";
import { product } from "../products/product.ts";
import { allPresent, singleOrder } from "../spelled/cells.ts";
import { spelledCholesky, spelledInverse } from "../spelled/cholesky.ts";
import { signsOf } from "../spelled/signs.ts";
import { factored, inverseFromFactor } from "./choleskyfactor.ts";

/*
 * What functions of a positive definite matrix A hold: its Cholesky factor L, and its inverse P. Each is a function of A
 * alone, and all its derivatives, of every order, are stated in A; L and P only say how they are computed, so that one
 * factorization serves the value and all derivatives.
 */

/** The Cholesky factor of A. */
export const heldFactor: (a: Value, caller: Caller) => Tensor = /* @__PURE__ */ residualWithAttributes({
  name: "cholesky",
  spelling: spelledCholesky,
  impl: (a: Tensor, { op, name }: Caller): Tensor => factored(op, name, a),
});

/** A⁻¹ by the factor of A, computed when the first derivative needs it. */
export const heldInverse: (l: Value) => Tensor = /* @__PURE__ */ residual({
  name: "inverse",
  spelling: ([l], arithmetic) => {
    const n = singleOrder(l);
    return n === undefined ? undefined : allPresent(spelledInverse(n, l.cells, arithmetic));
  },
  impl: (l: Tensor): Tensor => deferred(l.shape, () => inverseFromFactor(l, new Float64Array(l.size))),
});

/**
 * The inverse as a function of A.
 *
 *     P = A⁻¹,   dP = −P sym(dA) P,   Ā = −P sym(P̄) P
 *
 * @param p - `heldInverse` of the factor of a
 */
export const definiteInverse: (a: Value, p: Value) => Tensor = /* @__PURE__ */ rule({
  name: "inverse",
  held: [1],
  // What overflows on the way to the inverse is not finite there either.
  spelling: ([, { cells }], arithmetic) => {
    signsOf(arithmetic).requireFinite(cells);
    return allPresent(cells);
  },
  impl: (_a: Tensor, p: Tensor): Tensor => fromData(elementsOf(p), p.shape),
  jvp: ([da], _xs, p) => (da === undefined ? undefined : inverseTangent(p, da)),
  vjp: (pbar, _xs, p) => [() => inverseTangent(p, pbar), null],
});

/** −P sym(S) P, which serves both modes. */
export function inverseTangent(p: Tensor, s: Tensor): Tensor {
  return symmetrized(product(neg(product(p, symmetrized(s))), p));
}

/** Σ (A⁻¹)ᵢⱼ dAᵢⱼ of each matrix: the tangent of log det A. */
export function logdetTangent(a: Tensor, p: Tensor, da: Tensor): Tensor {
  return sum(mul(definiteInverse(a, p), da), { axis: [-2, -1] });
}

/** ȳ A⁻¹: the cotangent of A in log det A. */
export function logdetCotangent(ybar: Tensor, a: Tensor, p: Tensor): Tensor {
  return mul(perMatrix(ybar), definiteInverse(a, p));
}
