import type { Tensor } from "@wengert/array";
import { expectNoMore } from "@wengert/array/author";
import { expandDims, mul, sub, sum } from "@wengert/ops";
import { resolve, type Value } from "@wengert/rule";
import { differentiationOrder, ruleWithAttributes } from "@wengert/rule/library";
import { checkMatrix, type OnMatrices, onMatrices } from "../batch/batch.ts";
import type { Caller } from "../batch/caller.ts";
import { product } from "../products/product.ts";
import { zeroMask } from "./repeatedvalues.ts";
import type { Counted } from "./second/refused.ts";
import { framedSingularValues } from "./second/singularspectrum.ts";
import { heldSingularValues, heldSingularVectors } from "./singularvalues.ts";
import { svdRule } from "./svdrule.ts";

const singularValuesRule: (a: Value, u: Value, s: Value, vt: Value, o: OnMatrices) => Tensor =
  /* @__PURE__ */ ruleWithAttributes({
    name: "svdvals",
    held: [1, 2, 3],
    impl: (_a: Tensor, _u: Tensor, s: Tensor, _vt: Tensor, _o: OnMatrices): Tensor => s,
    jvp: ([da], [a, ...held]) => {
      if (da === undefined) return undefined;
      const { u, kept, vt } = keptVectors(a, ...held);
      return mul(kept, sum(mul(u, product(da, vt, { transposeB: true })), { axis: -2 }));
    },
    vjp: (sbar, [a, ...held]) => {
      const { u, kept, vt } = keptVectors(a, ...held);
      return [() => product(mul(u, expandDims(mul(kept, sbar), -2)), vt), null, null, null];
    },
  });

/** The vectors, and 0 for those whose singular value vanishes. */
function keptVectors(
  a: Tensor,
  ...held: readonly [u: Tensor, s: Tensor, vt: Tensor]
): { readonly u: Tensor; readonly kept: Tensor; readonly vt: Tensor } {
  const { u, s, vt } = svdRule(a, ...held, { axes: 2, both: false });
  return { u, kept: sub(1, zeroMask(s, { order: Math.max(...a.shape.slice(-2)) })), vt };
}

/**
 * The singular values on behalf of an operation; see `svdvals`.
 *
 * @param counted - which of them the operation makes use of, where it is known
 */
export function singularValues(a: Tensor, caller: Caller, counted?: Counted): Tensor {
  const { u, vt } = heldSingularVectors(a);
  const s = heldSingularValues(a, caller);
  return differentiationOrder(a) < 2
    ? singularValuesRule(a, u, s, vt, onMatrices)
    : framedSingularValues(caller.op, a, u, s, vt, counted);
}

/**
 * The singular values of a matrix, descending.
 *
 *     ds = diagonal of Uᵀ dA V,   Ā = U diag(s̄) Vᵀ
 *
 * What is symmetric in repeated singular values has the right gradient and the right second derivative, see `eigvalsh`. A singular
 * value that vanishes has a kink there, as |x| has at 0, and gets derivative 0, the least of its subgradients. What is smooth there,
 * as a function of squares of singular values, has a second derivative; the nuclear norm has none, and it throws. Forward mode over
 * forward mode sees no kink, except those of `norm` and `cond`: of `sum(svdvals(a))` it gives a number on one side; see `eigvalsh`.
 *
 * Sources: Townsend, "Differentiating the singular value decomposition", 2016; Lewis and Sendov, "Nonsmooth analysis of singular
 * values", part II, Set-Valued Analysis 13, 2005.
 *
 * @param a - [..., m, n]
 * @returns [..., min(m, n)]
 * @throws {RepeatedValuesError} for second derivatives that do not exist, or cannot be computed, see `eigvalsh`
 * @throws {NonFiniteMatrixError} when a holds NaN or ±∞
 * @throws {ShapeError} unless there are two axes
 * @example
 * import { tensor } from "@wengert/array";
 * import { svdvals } from "@wengert/linalg";
 *
 * svdvals(tensor([[0, -3], [2, 0]])).toArray(); // => [3, 2]
 */
export function svdvals(a: Value): Tensor {
  expectNoMore("svdvals", arguments[1]);
  const matrix = resolve(a, "svdvals");
  checkMatrix("svdvals", "a", matrix);
  return singularValues(matrix, { op: "svdvals", name: "a" });
}
