import type { Tensor } from "@wengert/array";
import type { Value } from "@wengert/rule";
import { cosLoop, sinLoop } from "../kernels/functions.ts";
import { add, div, mul, neg, reciprocal, square, sub } from "./arithmetic.ts";
import { elementwise, elementwise2 } from "./elementwise.ts";
import { hypot, rsqrt } from "./powers.ts";

type Unary = (x: Value) => Tensor;

/**
 * sin x, x in radians; NaN at ±∞.
 *
 * @example
 * sin(tensor([0, Math.PI / 6])).toArray(); // => [0, 0.5]
 */
export const sin: Unary = /* @__PURE__ */ elementwise("sin", Math.sin, (x) => cos(x), sinLoop);

/**
 * cos x, x in radians; NaN at ±∞.
 *
 * @example
 * cos(tensor([0, Math.PI / 3])).toArray(); // => [1, 0.5]
 */
export const cos: Unary = /* @__PURE__ */ elementwise("cos", Math.cos, (x) => neg(sin(x)), cosLoop);

/**
 * tan x, x in radians; NaN at ±∞.
 *
 * @example
 * tan(Math.PI / 4).item(); // => 1
 */
export const tan: Unary = /* @__PURE__ */ elementwise("tan", Math.tan, (_x, y) => add(1, square(y)));

/**
 * The angle in [−π/2, π/2] with this sine; NaN outside [−1, 1], derivative ∞ at the ends.
 *
 * @example
 * asin(1).item(); // => Math.PI / 2
 */
export const asin: Unary = /* @__PURE__ */ elementwise("asin", Math.asin, (x) => rsqrt(mul(sub(1, x), add(1, x))));

/**
 * The angle in [0, π] with this cosine; NaN outside [−1, 1], derivative −∞ at the ends.
 *
 * @example
 * acos(-1).item(); // => Math.PI
 */
export const acos: Unary = /* @__PURE__ */ elementwise("acos", Math.acos, (x) => neg(rsqrt(mul(sub(1, x), add(1, x)))));

/**
 * The angle in [−π/2, π/2] with this tangent.
 *
 * @example
 * atan(1).item(); // => Math.PI / 4
 */
export const atan: Unary = /* @__PURE__ */ elementwise("atan", Math.atan, (x) => reciprocal(add(1, square(x))));

/**
 * The angle of the point (x, y), in [−π, π], broadcast; like Math.atan2, y comes first. No derivative (NaN) at the origin.
 *
 *     ∂/∂y = x/(x² + y²),  ∂/∂x = −y/(x² + y²)
 *
 * @example
 * atan2(1, -1).item(); // => 3 * Math.PI / 4
 */
export const atan2: (y: Value, x: Value) => Tensor = /* @__PURE__ */ elementwise2("atan2", Math.atan2, [
  (y, x) => overSquaredNorm(x, y, x),
  (y, x) => neg(overSquaredNorm(y, y, x)),
]);

// Divided twice by the norm: its square overflows, or vanishes, much earlier.
function overSquaredNorm(value: Tensor, y: Tensor, x: Tensor): Tensor {
  const norm = hypot(x, y);
  return div(div(value, norm), norm);
}
