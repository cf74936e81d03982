import erfcValue from "@stdlib/math-base-special-erfc";
import type { Tensor } from "@wengert/array";
import { elementwise } from "@wengert/ops";
import type { Value } from "@wengert/rule";
import { gaussian } from "./gaussian.ts";

/**
 * The complementary error function
 *
 *     erfc x = 1 − erf x,   erfc′ x = −2/√π e^(−x²)
 *
 * without the cancellation of that difference: within 2 ulp down to the smallest normal number, at x = 26.5; beyond x =
 * 27.3 it is 0, where `erfcx` goes on. Source: DLMF 7.2.2; values by fdlibm's rational approximations.
 *
 * @example
 * erfc(tensor([0, 2])).toArray(); // => [1, 0.00467773498104726…]
 */
export const erfc: (x: Value) => Tensor = /* @__PURE__ */ elementwise("erfc", erfcValue, (x) =>
  gaussian(-2 / Math.sqrt(Math.PI))(x),
);
