import type { Tensor } from "@wengert/array";
import type { Value } from "@wengert/rule";
import * as accurate from "../kernels/accurate.ts";
import { coshLoop, tanhLoop } from "../kernels/functions.ts";
import { add, mul, reciprocal, square, sub } from "./arithmetic.ts";
import { elementwise } from "./elementwise.ts";
import { hypot, rsqrt } from "./powers.ts";

type Unary = (x: Value) => Tensor;

/**
 * (eˣ − e⁻ˣ)/2
 *
 * @example
 * sinh(tensor([0, 1])).toArray(); // => [0, 1.175201…]
 */
export const sinh: Unary = /* @__PURE__ */ elementwise("sinh", accurate.sinh, (x) => cosh(x));

/**
 * (eˣ + e⁻ˣ)/2
 *
 * @example
 * cosh(tensor([0, 1])).toArray(); // => [1, 1.543080…]
 */
export const cosh: Unary = /* @__PURE__ */ elementwise("cosh", accurate.cosh, (x) => sinh(x), coshLoop);

/**
 * sinh x/cosh x; the derivative 1/cosh² x keeps its digits far out, where 1 − tanh² x has none.
 *
 * @example
 * tanh(tensor([0, 1])).toArray(); // => [0, 0.761594…]
 */
export const tanh: Unary = /* @__PURE__ */ elementwise(
  "tanh",
  accurate.tanh,
  (x) => square(reciprocal(cosh(x))),
  tanhLoop,
);

/**
 * The inverse of sinh.
 *
 * @example
 * asinh(Math.sinh(2)).item(); // => 2
 */
export const asinh: Unary = /* @__PURE__ */ elementwise("asinh", Math.asinh, (x) => reciprocal(hypot(1, x)));

/**
 * The inverse of cosh, for x ≥ 1, NaN below; derivative ∞ at 1.
 *
 * @example
 * acosh(Math.cosh(2)).item(); // => 2
 */
export const acosh: Unary = /* @__PURE__ */ elementwise("acosh", accurate.acosh, (x) =>
  mul(rsqrt(sub(x, 1)), rsqrt(add(x, 1))),
);

/**
 * The inverse of tanh, for |x| ≤ 1, NaN outside; ±∞ at the ends.
 *
 * @example
 * atanh(Math.tanh(0.5)).item(); // => 0.5
 */
export const atanh: Unary = /* @__PURE__ */ elementwise("atanh", Math.atanh, (x) =>
  reciprocal(mul(sub(1, x), add(1, x))),
);
