import type { Tensor } from "@wengert/array";
import type { Value } from "@wengert/rule";
import { add, div, mul, neg, reciprocal } from "./arithmetic.ts";
import { elementwise } from "./elementwise.ts";

type Unary = (x: Value) => Tensor;

/** eˣ */
export const exp: Unary = /* @__PURE__ */ elementwise("exp", Math.exp, (_x, y) => y);

/** 2ˣ */
export const exp2: Unary = /* @__PURE__ */ elementwise(
  "exp2",
  (x) => 2 ** x,
  (_x, y) => mul(Math.LN2, y),
);

/** eˣ − 1, accurate near 0. */
export const expm1: Unary = /* @__PURE__ */ elementwise("expm1", Math.expm1, (x) => exp(x));

/** log₂ x */
export const log2: Unary = /* @__PURE__ */ elementwise("log2", Math.log2, (x) => div(Math.LOG2E, x));

/** log₁₀ x */
export const log10: Unary = /* @__PURE__ */ elementwise("log10", Math.log10, (x) => div(Math.LOG10E, x));

/** log(1 + x), accurate near 0. */
export const log1p: Unary = /* @__PURE__ */ elementwise("log1p", Math.log1p, (x) => reciprocal(add(1, x)));

/** 1/(1 + e⁻ˣ), the logistic function. */
export const sigmoid: Unary = /* @__PURE__ */ elementwise("sigmoid", logistic, (x, y) => mul(y, sigmoid(neg(x))));

/** log(1 + eˣ), without overflow; its derivative is the logistic function. */
export const softplus: Unary = /* @__PURE__ */ elementwise(
  "softplus",
  (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  (x) => sigmoid(x),
);

/** log(1/(1 + e⁻ˣ)) = −softplus(−x) */
export const logSigmoid: Unary = (x) => neg(softplus(neg(x)));

// Both forms are the same function; each overflows on one side.
function logistic(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const e = Math.exp(x);
  return e / (1 + e);
}
