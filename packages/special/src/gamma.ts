import gammaValue from "@stdlib/math-base-special-gamma";
import type { Tensor } from "@wengert/array";
import { elementwise } from "@wengert/ops";
import type { Value } from "@wengert/rule";
import { digammaOf } from "./digamma.ts";
import { polygammaOf } from "./polygamma.ts";

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
export const gamma: (x: Value) => Tensor = /* @__PURE__ */ derivative(0);

/** Γ⁽ⁿ⁾, whose derivative is the next. */
function derivative(n: number): (x: Value) => Tensor {
  return elementwise(
    n === 0 ? "gamma" : `gamma${n}`,
    (x) => gammaDerivative(n, x),
    (x) => derivative(n + 1)(x),
  );
}

/**
 * By Leibniz' rule from Γ′ = Γ·ψ, as multiples of Γ: y₀ = 1, yₖ₊₁ = Σ (k over j) ψ⁽ʲ⁾ yₖ₋ⱼ. Where Γ is beyond the numbers so are
 * all of its derivatives, and of its sign; on the side of 0 where x lies too.
 */
function gammaDerivative(n: number, x: number): number {
  const value = gammaOf(x);
  if (n === 0 || value === Number.POSITIVE_INFINITY || Number.isNaN(value)) {
    return n % 2 === 1 && x < 1 ? -value : value;
  }
  if (value === Number.NEGATIVE_INFINITY) return value;
  if (n === 1) return value === 0 ? 0 : value * digammaOf(x);
  const psi = Array.from({ length: n }, (_, k) => (k === 0 ? digammaOf(x) : polygammaOf(k, x)));
  const y = [1];
  for (let k = 0; k < n; k++) {
    let next = 0;
    for (let j = 0, choose = 1; j <= k; choose *= (k - j) / (j + 1), j++) next += choose * psi[j] * y[k - j];
    y.push(next);
  }
  return value === 0 ? 0 : value * y[n];
}

/** By Γ(x + 1) = x·Γ(x) where the library overflows on the way: above 171.6, and where Γ is next to 0. */
function gammaOf(x: number): number {
  if (x > 171) return (x - 1) * gammaValue(x - 1);
  if (!(x < -168 && x > -200)) return gammaValue(x);
  let y = gammaValue(x + 32);
  for (let k = 31; k >= 0; k--) y /= x + k;
  return y;
}
