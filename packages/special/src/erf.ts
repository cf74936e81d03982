import erfValue from "@stdlib/math-base-special-erf";
import type { Tensor } from "@wengert/array";
import { elementwise } from "@wengert/ops";
import type { Value } from "@wengert/rule";
import { gaussian } from "./gaussian.ts";

/**
 * The error function
 *
 *     erf x = 2/√π ∫₀ˣ e^(−t²) dt,   erf′ x = 2/√π e^(−x²)
 *
 * Odd, ±1 at ±∞; within 1 ulp. Source: DLMF 7.2.1; values by fdlibm's rational approximations.
 *
 * @example
 * erf(tensor([0, 1])).toArray(); // => [0, 0.842700792949714…]
 */
export const erf: (x: Value) => Tensor = /* @__PURE__ */ elementwise("erf", erfValue, (x) =>
  gaussian(2 / Math.sqrt(Math.PI))(x),
);
