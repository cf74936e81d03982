import type { Tensor } from "@wengert/array";
import { add, elementwise, mul, neg } from "@wengert/ops";
import type { Value } from "@wengert/rule";
import { ascendingI } from "./modified.ts";

/**
 * The modified Bessel function of the second kind of order 0
 *
 *     K₀(x) = ∫₀^∞ e^(−x cosh t) dt for x > 0,   K₀′ = −K₁
 *
 * ∞ at 0, NaN below. Within 3e-15, relative, down to the smallest normal number, at x = 705. Source: DLMF 10.32.9,
 * 10.29.3.
 *
 * @example
 * besselK0(tensor([0, 1])).toArray(); // => [Infinity, 0.421024438240708…]
 */
export const besselK0: (x: Value) => Tensor = /* @__PURE__ */ besselK(0);

/**
 * The modified Bessel function of the second kind of order 1
 *
 *     K₁ = −K₀′,   K₁′ = −½(K₀ + K₂)
 *
 * ∞ at 0, NaN below. Within 3e-15, relative, down to the smallest normal number, at x = 705. Source: DLMF 10.32.9,
 * 10.29.1.
 *
 * @example
 * besselK1(tensor([1, 1e-10])).toArray(); // => [0.601907230197234…, 10000000000]
 */
export const besselK1: (x: Value) => Tensor = /* @__PURE__ */ besselK(1);

/** Kₙ; derivatives of every order are made of its neighbours. */
function besselK(n: number): (x: Value) => Tensor {
  return elementwise(
    `besselK${n}`,
    (x) => numeric(n, x),
    n === 0 ? (x) => neg(besselK(1)(x)) : (x) => mul(-0.5, add(besselK(n - 1)(x), besselK(n + 1)(x))),
  );
}

/** From order 2 on by Kₙ₊₁ = (2n/x) Kₙ + Kₙ₋₁, which is stable (DLMF 10.29.1). */
function numeric(n: number, x: number): number {
  if (!(x > 0)) return x === 0 ? Number.POSITIVE_INFINITY : Number.NaN;
  const start = x < 1 ? ascendingK : integralK;
  let [before, last] = [start(0, x), n === 0 ? Number.NaN : start(1, x)];
  for (let k = 1; k < n; k++) [before, last] = [last, ((2 * k) / x) * last + before];
  return n === 0 ? before : last;
}

/**
 * With s = x²/4 and harmonic numbers Hₖ (DLMF 10.31.1–2):
 *
 *     K₀(x) = −(log(x/2) + γ) I₀(x) + Σ sᵏ Hₖ/k!²
 *     K₁(x) = 1/x + (log(x/2) + γ) I₁(x) − (x/4) Σ sᵏ (Hₖ + Hₖ₊₁)/(k!(k + 1)!)
 */
function ascendingK(n: 0 | 1, x: number): number {
  const s = (x * x) / 4;
  let sum = 0;
  let harmonic = 0;
  for (let k = 0, term = 1; k === 0 || term > 1e-17; term *= s / (++k * (k + n))) {
    if (k > 0) harmonic += 1 / k;
    sum += term * (n === 0 ? harmonic : 2 * harmonic + 1 / (k + 1));
  }
  const logarithm = (Math.log(x / 2) + EULER) * ascendingI(n, x);
  return n === 0 ? sum - logarithm : 1 / x + logarithm - (x / 4) * sum;
}

const EULER = 0.5772156649015329;

/**
 * e⁻ˣ ∫₀^∞ e^(−x(cosh t − 1)) cosh nt dt by the trapezoidal rule, for x ≥ 1. The integrand is analytic and falls faster
 * than any exponential, so the rule converges exponentially: a step of 1/(2√x), at most ¼, reaches the last digit with
 * some twenty points. Source: Trefethen and Weideman, SIAM Review 56 (2014), 385.
 */
function integralK(n: 0 | 1, x: number): number {
  if (x > 800) return 0;
  const step = Math.min(0.25, 0.5 / Math.sqrt(x));
  let sum = 0.5;
  for (let k = 1, term = 1; term > 1e-18; k++) {
    const half = Math.sinh((k * step) / 2);
    term = Math.exp(-2 * x * half * half) * (n === 0 ? 1 : 1 + 2 * half * half);
    sum += term;
  }
  const half = Math.exp(-x / 2); // e⁻ˣ is subnormal before K₀ is
  return half * (step * sum) * half;
}
