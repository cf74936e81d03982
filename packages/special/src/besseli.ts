import type { Tensor } from "@wengert/array";
import { add, elementwise, mul } from "@wengert/ops";
import type { Value } from "@wengert/rule";
import { ascendingI, scaledI } from "./modified.ts";

/**
 * The modified Bessel function of the first kind of order 0
 *
 *     I₀(x) = Σ (x²/4)ᵏ/k!²,   I₀′ = I₁
 *
 * Even; ∞ beyond 713.9; use `besselI0e` there. Within 2e-15, relative. Source: DLMF 10.25.2, 10.40.1.
 *
 * @example
 * besselI0(tensor([0, 1])).toArray(); // => [1, 1.26606587775200…]
 */
export const besselI0: (x: Value) => Tensor = /* @__PURE__ */ besselI(0);

/**
 * The modified Bessel function of the first kind of order 1
 *
 *     I₁ = I₀′,   I₁′ = ½(I₀ + I₂), which is ½ at 0
 *
 * Odd; ±∞ beyond ±713.9; use `besselI1e` there. Within 2e-15, relative. Source: DLMF 10.25.2, 10.29.1.
 *
 * @example
 * besselI1(tensor([0, 1])).toArray(); // => [0, 0.565159103992485…]
 */
export const besselI1: (x: Value) => Tensor = /* @__PURE__ */ besselI(1);

/** Iₙ; derivatives of every order are made of its neighbours. */
function besselI(n: number): (x: Value) => Tensor {
  return elementwise(
    `besselI${n}`,
    (x) => numeric(n, x),
    n === 0 ? (x) => besselI(1)(x) : (x) => mul(0.5, add(besselI(n - 1)(x), besselI(n + 1)(x))),
  );
}

/** By the series, or by the scaled function: eˣ in two halves, since eˣ overflows before Iₙ does. */
function numeric(n: number, x: number): number {
  const a = Math.abs(x);
  const half = Math.exp(Math.min(a, 1000) / 2); // not ∞: times 0 it would be NaN
  const y = a < 20 ? ascendingI(n, a) : half * (half * scaledI(n, Math.min(a, 1000)));
  return x < 0 && n % 2 === 1 ? -y : y;
}
