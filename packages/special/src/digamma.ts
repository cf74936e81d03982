import digammaValue from "@stdlib/math-base-special-digamma";
import type { Tensor } from "@wengert/array";
import { elementwise } from "@wengert/ops";
import type { Value } from "@wengert/rule";
import { polygamma, reflected } from "./polygamma.ts";

/**
 * The digamma function ψ, the logarithmic derivative of Γ; its own derivative is `trigamma`
 *
 *     ψ(x) = Γ′(x)/Γ(x) = −γ + Σ (1/(k + 1) − 1/(k + x)) over k ≥ 0
 *
 * ∓∞ at ±0, NaN at the negative integers and −∞. Within 2e-15, relative, for x > 0, its zero at 1.46… included; left of
 * 0 it has a zero between any two poles, near which the error is 2e-15 of 1. Source: DLMF 5.2.2, 5.7.6; values by
 * Boost's approximations.
 *
 * @example
 * digamma(tensor([1, 2])).toArray(); // => [-0.577215664901532…, 0.422784335098467…]
 */
export const digamma: (x: Value) => Tensor = /* @__PURE__ */ elementwise("digamma", digammaOf, (x) => polygamma(1)(x));

/** ψ of a number. */
export function digammaOf(x: number): number {
  return x > 0 ? digammaValue(x) : reflected(0, x);
}
