import type { Tensor } from "@wengert/array";
import type { Value } from "@wengert/rule";
import { elementwise, elementwise2 } from "./elementwise.ts";
import { addLoop, divLoop, mulLoop, negLoop, squareLoop, subLoop } from "./loops.ts";
import { zeroSafeMul } from "./zerosafe.ts";

type Unary = (x: Value) => Tensor;
type Binary = (x: Value, y: Value) => Tensor;

/** x + y, broadcast. */
export const add: Binary = /* @__PURE__ */ elementwise2("add", (x, y) => x + y, [() => 1, () => 1], addLoop);

/** x − y, broadcast. */
export const sub: Binary = /* @__PURE__ */ elementwise2("sub", (x, y) => x - y, [() => 1, () => -1], subLoop);

/** x·y, element by element, broadcast; for the product of matrices `matmul` of linalg. */
export const mul: Binary = /* @__PURE__ */ elementwise2("mul", (x, y) => x * y, [(_x, y) => y, (x) => x], mulLoop);

/** x/y, broadcast. */
export const div: Binary = /* @__PURE__ */ elementwise2(
  "div",
  (x, y) => x / y,
  [(_x, y) => reciprocal(y), (_x, y, z) => neg(div(z, y))],
  divLoop,
);

/** −x */
export const neg: Unary = /* @__PURE__ */ elementwise(
  "neg",
  (x) => -x,
  () => -1,
  negLoop,
);

/** x² */
export const square: Unary = /* @__PURE__ */ elementwise(
  "square",
  (x) => x * x,
  (x) => mul(2, x),
  squareLoop,
);

/** 1/x */
export const reciprocal: Unary = /* @__PURE__ */ elementwise(
  "reciprocal",
  (x) => 1 / x,
  (_x, y) => neg(square(y)),
);

/** √x; NaN below 0, derivative ∞ at 0. */
export const sqrt: Unary = /* @__PURE__ */ elementwise("sqrt", Math.sqrt, (_x, y) => div(0.5, y));

/** 1/√x */
export const rsqrt: Unary = /* @__PURE__ */ elementwise(
  "rsqrt",
  (x) => 1 / Math.sqrt(x),
  (x, y) => mul(-0.5, div(y, x)),
);

/** ∛x; derivative ∞ at 0. */
export const cbrt: Unary = /* @__PURE__ */ elementwise("cbrt", Math.cbrt, (_x, y) => div(1 / 3, square(y)));

/**
 * x to the power y.
 *
 *     ∂/∂x = y·x^(y−1), 0 where y = 0
 *     ∂/∂y = x^y·log x, 0 where x^y = 0; only computed when y is differentiated
 *
 * So a negative base with a constant integer exponent has its derivative, and x = 0 gives no NaN.
 */
export const pow: Binary = /* @__PURE__ */ elementwise2("pow", (x, y) => x ** y, [
  (x, y) => zeroSafeMul(y, pow(x, sub(y, 1))),
  (x, _y, z) => zeroSafeMul(z, log(x)),
]);

/** Natural logarithm; −∞ at 0, NaN below. */
export const log: Unary = /* @__PURE__ */ elementwise("log", Math.log, (x) => reciprocal(x));

/** |x|; the derivative at 0 is 0. */
export const abs: Unary = /* @__PURE__ */ elementwise("abs", Math.abs, (x) => sign(x));

/** −1, 0 or 1; the derivative is 0 everywhere. */
export const sign: Unary = /* @__PURE__ */ elementwise("sign", Math.sign, () => 0);
