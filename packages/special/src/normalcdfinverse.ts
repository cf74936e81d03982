import erfcInv from "@stdlib/math-base-special-erfcinv";
import type { Tensor } from "@wengert/array";
import { elementwise, exp, mul, square } from "@wengert/ops";
import type { Value } from "@wengert/rule";
import { normalDensity } from "./gaussian.ts";
import { logCumulative } from "./lognormalcdf.ts";

/**
 * The quantile function of the standard normal distribution, the inverse of `normalCdf`
 *
 *     x = Φ⁻¹(p) = −√2 erfcInv(2p),   (Φ⁻¹)′(p) = 1/φ(x)
 *
 * ∓∞ at 0 and 1, NaN outside; within 1e-15, relative, down to the smallest p. The derivative magnifies the rounding of
 * x by x²: 1e-14 at p = 1e-20, 3e-13 at p = 1e-300. Source: the inverse of A&S 26.2.29; values by Boost's rational
 * approximations of erfcInv.
 *
 * @example
 * normalCdfInverse(tensor([0.5, 0.975, 1e-20])).toArray(); // => [0, 1.95996398454005…, -9.26234008979841…]
 */
export const normalCdfInverse: (p: Value) => Tensor = /* @__PURE__ */ elementwise(
  "normalCdfInverse",
  quantile,
  (_p, x) => mul(Math.sqrt(2 * Math.PI), exp(mul(0.5, square(x)))),
);

/** In the left tail with a Newton step on log Φ: the library loses hundreds of ulp there, which 1/φ would magnify. */
function quantile(p: number): number {
  const x = 0 - Math.SQRT2 * erfcInv(2 * p);
  if (!(p < 1e-3 && p > 0)) return x;
  return x - (logCumulative(x) - Math.log(p)) * (p / normalDensity(x));
}
