import type { Tensor } from "@wengert/array";
import type { Value } from "@wengert/rule";
import { power } from "../kernels/accurate.ts";
import { powLoop } from "../kernels/functions.ts";
import { sqrtLoop } from "../kernels/loops.ts";
import { div, mul, square, sub } from "./arithmetic.ts";
import { equal, greaterEqual } from "./comparisons.ts";
import { elementwise, elementwise2 } from "./elementwise.ts";
import { log } from "./exponential.ts";
import { where } from "./where.ts";
import { zeroSafeMul } from "./zerosafe.ts";

type Unary = (x: Value) => Tensor;
type Binary = (x: Value, y: Value) => Tensor;

/**
 * √x; NaN below 0. The derivative is ∞ at 0; a cotangent of exactly 0 passes it as 0.
 *
 * @example
 * sqrt(tensor([4, 2.25])).toArray(); // => [2, 1.5]
 */
export const sqrt: Unary = /* @__PURE__ */ elementwise("sqrt", Math.sqrt, (_x, y) => div(0.5, y), sqrtLoop);

/**
 * 1/√x; ∞ at 0, NaN below.
 *
 * @example
 * rsqrt(4).item(); // => 0.5
 */
export const rsqrt: Unary = /* @__PURE__ */ elementwise(
  "rsqrt",
  (x) => 1 / Math.sqrt(x),
  (x, y) => mul(-0.5, div(y, x)),
);

/**
 * ∛x; the derivative is ∞ at 0.
 *
 * @example
 * cbrt(tensor([8, -27])).toArray(); // => [2, -3]
 */
export const cbrt: Unary = /* @__PURE__ */ elementwise("cbrt", Math.cbrt, (_x, y) => div(1 / 3, square(y)));

/**
 * x to the power y, broadcast; NaN for a negative base with a broken exponent, 1 where x = 1 or y = 0.
 *
 *     ∂/∂x = y·x^(y−1), 0 where y = 0
 *     ∂/∂y = x^y·log x, 0 where x^y = 0, and at 0⁰; only computed when y is differentiated
 *
 * So a negative base with a constant integer exponent has its derivative, and x = 0 gives no NaN.
 *
 * @example
 * pow(tensor([1, -2, 3]), 2).toArray(); // => [1, 4, 9]
 */
export const pow: Binary = /* @__PURE__ */ elementwise2(
  "pow",
  power,
  [
    (x, y) => zeroSafeMul(y, pow(x, sub(y, 1))),
    (x, y, z) => zeroSafeMul(z, log(where(mul(equal(x, 0), greaterEqual(y, 0)), 1, x))),
  ],
  powLoop,
);

/**
 * √(x² + y²), broadcast, without overflow; ∞ where x or y is infinite. The derivative is that of least norm, 0, at the
 * origin.
 *
 * @example
 * hypot(3, tensor([4, -4])).toArray(); // => [5, 5]
 */
export const hypot: Binary = /* @__PURE__ */ elementwise2("hypot", Math.hypot, [
  (x, _y, z) => where(equal(z, 0), 0, div(x, z)),
  (_x, y, z) => where(equal(z, 0), 0, div(y, z)),
]);
