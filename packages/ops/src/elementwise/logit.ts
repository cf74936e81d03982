import type { Tensor } from "@wengert/array";
import type { Value } from "@wengert/rule";
import { mul, square, sub } from "./arithmetic.ts";
import { elementwise } from "./elementwise.ts";

type Unary = (x: Value) => Tensor;

/** 1/(x·(1 − x)) and its derivative (2x − 1)·y²: from within at the ends, NaN outside. */
const slopeOfLogit: Unary = /* @__PURE__ */ elementwise(
  "logit1",
  (x) => (x >= 0 && x <= 1 ? 1 / (Math.abs(x) * (1 - x)) : Number.NaN),
  (x, y) => mul(sub(mul(2, x), 1), square(y)),
);

/**
 * log(x/(1 − x)), the inverse of the logistic function; accurate near ½, ±∞ at 1 and 0, NaN outside.
 *
 * @example
 * logit(tensor([0.5, 0.9])).toArray(); // => [0, 2.19722…]
 */
export const logit: Unary = /* @__PURE__ */ elementwise("logit", logOdds, (x) => slopeOfLogit(x));

function logOdds(x: number): number {
  return x > 0.25 && x < 0.75 ? Math.log1p((2 * x - 1) / (1 - x)) : Math.log(x / (1 - x));
}
