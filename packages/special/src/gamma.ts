import gammaValue from "@stdlib/math-base-special-gamma";
import type { Tensor } from "@wengert/array";
import { elementwise, mul } from "@wengert/ops";
import type { Value } from "@wengert/rule";
import { digamma } from "./digamma.ts";

/**
 * The gamma function
 *
 *     Γ(x) = ∫₀^∞ tˣ⁻¹ e⁻ᵗ dt for x > 0,   Γ(x + 1) = x·Γ(x),   Γ′ = Γ·ψ
 *
 * (n − 1)! at n; ∞ above 171.62, ±∞ at ±0, NaN at the negative integers and −∞. Within 5 ulp; `lgamma` does not
 * overflow. Source: DLMF 5.2.1; values by the approximations of Cephes.
 *
 * @example
 * gamma(tensor([5, 0.5])).toArray(); // => [24, 1.77245385090551…]
 */
export const gamma: (x: Value) => Tensor = /* @__PURE__ */ elementwise("gamma", gammaOf, (x, y) => mul(y, digamma(x)));

/** By Γ(x + 1) = x·Γ(x) where the library overflows on the way: above 171.6, and where Γ is next to 0. */
function gammaOf(x: number): number {
  if (x > 171) return (x - 1) * gammaValue(x - 1);
  if (!(x < -168 && x > -200)) return gammaValue(x);
  let y = gammaValue(x + 32);
  for (let k = 31; k >= 0; k--) y /= x + k;
  return y;
}
