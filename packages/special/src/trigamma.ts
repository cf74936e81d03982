import type { Tensor } from "@wengert/array";
import type { Value } from "@wengert/rule";
import { polygamma } from "./polygamma.ts";

/**
 * The trigamma function ψ′, the derivative of `digamma`; its own derivatives ψ⁽ⁿ⁾ exist to every order
 *
 *     ψ′(x) = Σ 1/(k + x)² over k ≥ 0
 *
 * ∞ at 0 and the negative integers, NaN at −∞. Within 2e-15, relative; it has no zeros, but ψ⁽ⁿ⁾ for even n has, left
 * of 0. Source: DLMF 5.15.1; by the asymptotic series, after steps up, and by reflection.
 *
 * @example
 * trigamma(tensor([1, 0.5])).toArray(); // => [1.64493406684822…, 4.93480220054467…]
 */
export const trigamma: (x: Value) => Tensor = /* @__PURE__ */ polygamma(1);
