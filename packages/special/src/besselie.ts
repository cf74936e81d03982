import type { Tensor } from "@wengert/array";
import { elementwise } from "@wengert/ops";
import type { Value } from "@wengert/rule";
import { scaledI } from "./modified.ts";

/**
 * The exponentially scaled modified Bessel function of order 0
 *
 *     I₀ₑ(x) = e^(−|x|) I₀(x),   I₀ₑ′ = I₁ₑ − sign(x)·I₀ₑ
 *
 * Even, with a kink at 0, where derivatives of odd order are taken as the mean of their two sides, 0. Within 1e-14,
 * relative, derivatives of every order too, also for large x, where the two terms above cancel. Source: DLMF 10.25.2,
 * 10.40.1.
 *
 * @example
 * besselI0e(tensor([0, 1000])).toArray(); // => [1, 0.0126172404558912…]
 */
export const besselI0e: (x: Value) => Tensor = /* @__PURE__ */ derivative("besselI0e", 0, 0);

/**
 * The exponentially scaled modified Bessel function of order 1
 *
 *     I₁ₑ(x) = e^(−|x|) I₁(x),   I₁ₑ′ = I₀ₑ − (sign(x) + 1/x)·I₁ₑ, which is ½ at 0
 *
 * Odd; derivatives of even order jump at 0, where they are taken as 0. Within 2e-15, relative; derivatives, too, away
 * from their zeros. Source: DLMF 10.25.2, 10.40.1.
 *
 * @example
 * besselI1e(tensor([0, 1000])).toArray(); // => [0, 0.0126109302569286…]
 */
export const besselI1e: (x: Value) => Tensor = /* @__PURE__ */ derivative("besselI1e", 1, 0);

/** The n-th derivative, whose derivative is the next; even or odd, as the order of the function and n say. */
function derivative(name: string, order: 0 | 1, n: number): (x: Value) => Tensor {
  return elementwise(
    n === 0 ? name : `${name}${n}`,
    (x) => {
      if ((n + order) % 2 === 0) return rightOf(order, n, Math.abs(x));
      return x === 0 ? x : Math.sign(x) * rightOf(order, n, Math.abs(x));
    },
    (x) => derivative(name, order, n + 1)(x),
  );
}

/** For x ≥ 0, where I₁ₑ = I₀ₑ + I₀ₑ′. */
function rightOf(order: 0 | 1, n: number, x: number): number {
  if (n === 0) return scaledI(order, x);
  return order === 0 ? kummer(n, x) : kummer(n, x) + kummer(n + 1, x);
}

/**
 * The n-th derivative of e⁻ˣ I₀(x) = M(½, 1, −2x), where M is Kummer's function, for x ≥ 0. With z = 2x:
 *
 *     (−2)ⁿ (½)ₙ/n! M(n + ½, n + 1, −z) = (−2)ⁿ (½)ₙ/n! e⁻ᶻ Σ (½)ₖ zᵏ/((n + 1)ₖ k!)
 *                                       ~ (−2)ⁿ (½)ₙ/√(πz) z⁻ⁿ Σ (n + ½)ₖ (½)ₖ z⁻ᵏ/k!
 *
 * Terms of one sign in both. Source: DLMF 10.39.5, 13.3.15, 13.2.39, 13.7.2.
 */
function kummer(n: number, x: number): number {
  const z = 2 * x;
  const far = z > 50 + 8 * n;
  let term = far ? 1 / Math.sqrt(Math.PI * z) : Math.exp(-z);
  for (let j = 0; j < n; j++) term *= (-2 * (j + 0.5)) / (far ? z : j + 1);
  let total = term;
  for (let k = 0; Math.abs(term) > 1e-17 * Math.abs(total); k++) {
    term *= far ? ((n + 0.5 + k) * (0.5 + k)) / ((k + 1) * z) : ((0.5 + k) * z) / ((n + 1 + k) * (k + 1));
    total += term;
  }
  return total;
}
