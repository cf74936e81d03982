import betaln from "@stdlib/math-base-special-betaln";
import type { Tensor } from "@wengert/array";
import { elementwise2, neg } from "@wengert/ops";
import type { Value } from "@wengert/rule";
import { polygammaDifference } from "./polygamma.ts";

/**
 * The logarithm of the beta function, for a, b ≥ 0, broadcast
 *
 *     log B(a, b) = log(Γ(a)·Γ(b)/Γ(a + b)),   ∂/∂a = ψ(a) − ψ(a + b)
 *
 * ∞ where a or b is 0, NaN where one is negative. Within 1e-14, relative, away from the zeros (a = b = 1 is one), near
 * which the error is 1e-15 of 1, and where a or b is large too; derivatives likewise, since the difference of ψ is
 * summed as one. Source: DLMF 5.12.1; values as in SLATEC's ALBETA.
 *
 * @example
 * logBeta(2, tensor([3, 1e10])).toArray(); // => [-2.48490664978800…, -46.0517018599809…]
 */
export const logBeta: (a: Value, b: Value) => Tensor = /* @__PURE__ */ elementwise2("logBeta", logBetaOf, [
  (a, b) => neg(polygammaDifference(0)(a, b)),
  (a, b) => neg(polygammaDifference(0)(b, a)),
]);

// The library overflows on the way to 1/a where a is subnormal, and gives ∞ for B(∞, b) = 0.
function logBetaOf(a: number, b: number): number {
  const [small, large] = [Math.min(a, b), Math.max(a, b)];
  if (large === Number.POSITIVE_INFINITY && small > 0) return Number.NEGATIVE_INFINITY;
  if (small > 0 && small < 1e-300) return Math.log1p(small / large) - Math.log(small);
  return betaln(a, b);
}
