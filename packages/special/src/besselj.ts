import besselJ0Value from "@stdlib/math-base-special-besselj0";
import besselJ1Value from "@stdlib/math-base-special-besselj1";
import type { Tensor } from "@wengert/array";
import { elementwise, mul, neg, sub } from "@wengert/ops";
import type { Value } from "@wengert/rule";

/**
 * The Bessel function of the first kind of order 0
 *
 *     J₀″ + J₀′/x + J₀ = 0,   J₀(0) = 1,   J₀′ = −J₁
 *
 * Even. Within 1e-13, relative, away from the zeros, near which the error is 1e-15 of 1. Source: DLMF 10.2.2, 10.6.3;
 * values by Boost's rational approximations.
 *
 * @example
 * besselJ0(tensor([0, 1])).toArray(); // => [1, 0.765197686557966…]
 */
export const besselJ0: (x: Value) => Tensor = /* @__PURE__ */ besselJ(0);

/**
 * The Bessel function of the first kind of order 1
 *
 *     J₁ = −J₀′,   J₁′ = ½(J₀ − J₂), which is ½ at 0
 *
 * Odd. Within 1e-13, relative, away from the zeros, near which the error is 1e-15 of 1. Source: DLMF 10.2.2, 10.6.1;
 * values by Boost's rational approximations.
 *
 * @example
 * besselJ1(tensor([0, 1])).toArray(); // => [0, 0.440050585744933…]
 */
export const besselJ1: (x: Value) => Tensor = /* @__PURE__ */ besselJ(1);

/** Jₙ; derivatives of every order are made of its neighbours. */
function besselJ(n: number): (x: Value) => Tensor {
  return elementwise(
    `besselJ${n}`,
    (x) => numeric(n, x),
    n === 0 ? (x) => neg(besselJ(1)(x)) : (x) => mul(0.5, sub(besselJ(n - 1)(x), besselJ(n + 1)(x))),
  );
}

/**
 * From order 2 on by Jₙ₊₁ = (2n/x) Jₙ − Jₙ₋₁ where |x| ≥ n, as there it is stable, else by the ascending series (DLMF
 * 10.6.1, 10.2.2)
 *
 *     Jₙ(x) = (x/2)ⁿ Σ (−x²/4)ᵏ/(k!(n + k)!)
 */
function numeric(n: number, x: number): number {
  if (n === 0) return besselJ0Value(x);
  if (n === 1) return besselJ1Value(x);
  if (Math.abs(x) >= n) {
    let [before, last] = [besselJ0Value(x), besselJ1Value(x)];
    for (let k = 1; k < n; k++) [before, last] = [last, ((2 * k) / x) * last - before];
    return last;
  }
  let term = 1;
  for (let k = 1; k <= n; k++) term *= x / (2 * k);
  let total = term;
  for (let k = 1; Math.abs(term) > 1e-17 * Math.abs(total); k++) {
    term *= (-x * x) / (4 * k * (n + k));
    total += term;
  }
  return total;
}
