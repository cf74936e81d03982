import type { Tensor } from "@wengert/array";
import { elementwise, exp, mul } from "@wengert/ops";
import type { Value } from "@wengert/rule";
import { realOrder } from "../realorder/order.ts";
import { normalizedPowerK, powerKAtZero } from "../realorder/powerk.ts";
import { startingValues } from "../realorder/startingvalues.ts";

/**
 * The Matérn covariance of unit variance, as a function of the squared scaled distance d² = r²/ℓ²
 *
 *     M_ν(d²) = 2^(1−ν)/Γ(ν) z^ν K_ν(z) with z = √(2ν d²);   M_{∞}(d²) = e^(−d²/2)
 *     ν = ½: e⁻ᶻ,   3/2: (1 + z) e⁻ᶻ,   5/2: (1 + z + z²/3) e⁻ᶻ
 *
 * Of the squared distance it is as smooth as it can be, √ of a distance is not: no derivative divides by r. With
 * Φ_ν(s) = M_ν(s/2ν), a derivative is one of smaller order at the same s = z²,
 *
 *     Φ_ν′ = −Φ_{ν−1}/(4(ν − 1)) for ν > 1,   Φ_ν′ = −z^(ν−1) K_{1−ν}(z)/(2^ν Γ(ν)) for ν ≤ 1
 *
 * The k-th derivative in d² exists at d² = 0 for k < ν, (−ν/2)ᵏ/((ν − 1)⋯(ν − k)), and is exact there. From k = ν on it is
 * ±∞. So a gradient in the inputs wants ν > 1, a Hessian ν > 2 (at coincident points the derivative that does not exist is
 * multiplied by a distance of 0, which gives NaN). Within 1e-13, relative; NaN for d² < 0.
 *
 * Source: Rasmussen and Williams, "Gaussian Processes for Machine Learning", 4.2.1; DLMF 10.29.4, 10.30.2.
 *
 * @param d2 - squared distances, of any shape: pairwiseSquaredDistance(div(x, ℓ))
 * @param nu - a positive number, Infinity too; not differentiated
 * @throws {ArgumentError} for an order that is traced, a parameter or a Tensor, or not positive
 * @example
 * matern(tensor([0, 1]), 2.5).toArray(); // => [1, 0.523994…]
 * grad((d2) => matern(d2, 2.5))(0); // => -0.833333…
 */
export function matern(d2: Value, nu: number): Tensor {
  const order = realOrder("matern", nu, "a positive number", (nu) => nu > 0);
  return order === Number.POSITIVE_INFINITY ? exp(mul(-0.5, d2)) : scaledPowerK(order)(mul(2 * order, d2));
}

/**
 * T_m(s)/g(m), where T_m(s) = z^m K_m(z), z = √s, and g(m) = T_m(0) for m > 0, else 1. In these, for every real m,
 *
 *     T_m′(s) = −½ T_{m−1}(s)
 */
function scaledPowerK(m: number): (s: Value) => Tensor {
  return elementwise("matern", scaledPowerKOf(m), (s) => mul(slope(m), scaledPowerK(m - 1)(s)));
}

/** −½ g(m − 1)/g(m) */
function slope(m: number): number {
  if (m > 1) return -0.25 / (m - 1);
  return m > 0 ? -0.5 / powerKAtZero(m) : -0.5;
}

function scaledPowerKOf(m: number): (s: number) => number {
  if (m > 0) {
    const power = normalizedPowerK(m);
    return (s) => (s >= 0 ? power(Math.sqrt(s)) : Number.NaN);
  }
  const power = m === 0 ? k0 : reflected(-m);
  return (s) => {
    if (!(s > 0)) return s === 0 ? Number.POSITIVE_INFINITY : Number.NaN;
    return s === Number.POSITIVE_INFINITY ? 0 : power(s);
  };
}

const k0Start = /* @__PURE__ */ startingValues(0);

function k0(s: number): number {
  const { low, decay } = k0Start(Math.sqrt(s));
  return low * Math.exp(-decay);
}

/** z^(−m) K_m(z) = s^(−m) T_m(s), m > 0: beyond all bounds towards 0. */
function reflected(m: number): (s: number) => number {
  const power = normalizedPowerK(m);
  const g = powerKAtZero(m);
  return (s) => g * power(Math.sqrt(s)) * s ** -m;
}
