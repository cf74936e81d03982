import type { Tensor } from "@wengert/array";
import { elementwise, mul, neg, zeroSafeMul } from "@wengert/ops";
import type { Value } from "@wengert/rule";

/*
 * The Gaussian with and without its factor ½. An exponent of −x² that is rounded first costs x²/2 ulp, 1e-13 where
 * e^(−x²) leaves the numbers; so x is split into a short part, whose square is exact, and a rest.
 */

/** e^(s·x²) for s = ±1, ±½ */
export function expSquare(s: number, x: number): number {
  if (Math.abs(x) > 1e3 || x === 0) return Math.exp(s * x * x);
  const high = Math.fround(x);
  return Math.exp(s * high * high) * Math.exp(s * (x - high) * (x + high));
}

/** φ(x) = e^(−x²/2)/√(2π), of a number. */
export function normalDensity(x: number): number {
  return expSquare(-0.5, x) / Math.sqrt(2 * Math.PI);
}

/** e^(−x²); its derivative is −2x·e^(−x²), 0 at ±∞. */
export const gaussian: (x: Value) => Tensor = /* @__PURE__ */ elementwise(
  "gaussian",
  (x) => expSquare(-1, x),
  (x, y) => mul(-2, zeroSafeMul(y, x)),
);

/** φ; its derivative is −x·φ. */
export const density: (x: Value) => Tensor = /* @__PURE__ */ elementwise("density", normalDensity, (x, y) =>
  neg(zeroSafeMul(y, x)),
);
