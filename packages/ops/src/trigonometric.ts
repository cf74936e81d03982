import type { Tensor } from "@wengert/array";
import type { Value } from "@wengert/rule";
import { add, div, mul, neg, reciprocal, rsqrt, square, sub } from "./arithmetic.ts";
import { elementwise, elementwise2 } from "./elementwise.ts";

type Unary = (x: Value) => Tensor;

/** sin x, x in radians. */
export const sin: Unary = /* @__PURE__ */ elementwise("sin", Math.sin, (x) => cos(x));

/** cos x, x in radians. */
export const cos: Unary = /* @__PURE__ */ elementwise("cos", Math.cos, (x) => neg(sin(x)));

/** tan x, x in radians. */
export const tan: Unary = /* @__PURE__ */ elementwise("tan", Math.tan, (_x, y) => add(1, square(y)));

/** The angle in [−π/2, π/2] with this sine. */
export const asin: Unary = /* @__PURE__ */ elementwise("asin", Math.asin, (x) => rsqrt(mul(sub(1, x), add(1, x))));

/** The angle in [0, π] with this cosine. */
export const acos: Unary = /* @__PURE__ */ elementwise("acos", Math.acos, (x) => neg(rsqrt(mul(sub(1, x), add(1, x)))));

/** The angle in [−π/2, π/2] with this tangent. */
export const atan: Unary = /* @__PURE__ */ elementwise("atan", Math.atan, (x) => reciprocal(add(1, square(x))));

/** The angle of the point (x, y), in [−π, π]; like Math.atan2, y comes first. */
export const atan2: (y: Value, x: Value) => Tensor = /* @__PURE__ */ elementwise2("atan2", Math.atan2, [
  (y, x) => div(x, add(square(x), square(y))),
  (y, x) => neg(div(y, add(square(x), square(y)))),
]);

/** (eˣ − e⁻ˣ)/2 */
export const sinh: Unary = /* @__PURE__ */ elementwise("sinh", Math.sinh, (x) => cosh(x));

/** (eˣ + e⁻ˣ)/2 */
export const cosh: Unary = /* @__PURE__ */ elementwise("cosh", Math.cosh, (x) => sinh(x));

/** sinh x / cosh x; the derivative 1/cosh² x keeps its digits far out, where 1 − tanh² x has none. */
export const tanh: Unary = /* @__PURE__ */ elementwise("tanh", Math.tanh, (x) => square(reciprocal(cosh(x))));

/** The inverse of sinh. */
export const asinh: Unary = /* @__PURE__ */ elementwise("asinh", Math.asinh, (x) => rsqrt(add(1, square(x))));

/** The inverse of cosh, for x ≥ 1. */
export const acosh: Unary = /* @__PURE__ */ elementwise("acosh", Math.acosh, (x) => rsqrt(mul(sub(x, 1), add(x, 1))));

/** The inverse of tanh, for |x| < 1. */
export const atanh: Unary = /* @__PURE__ */ elementwise("atanh", Math.atanh, (x) =>
  reciprocal(mul(sub(1, x), add(1, x))),
);
