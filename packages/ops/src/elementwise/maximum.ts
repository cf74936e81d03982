import type { Tensor } from "@wengert/array";
import type { Value } from "@wengert/rule";
import { maximumLoop, minimumLoop } from "../kernels/comparisonloops.ts";
import { equal, greater, less } from "./comparisons.ts";
import { constant2 } from "./constant.ts";
import { elementwise2 } from "./elementwise.ts";

type Binary = (x: Value, y: Value) => Tensor;

/**
 * The greater of x and y, broadcast; NaN if one is. Where they are equal each gets half of the derivative.
 *
 * @example
 * maximum(tensor([1, 2, 3]), 2).toArray(); // => [2, 2, 3]
 */
export const maximum: Binary = /* @__PURE__ */ elementwise2(
  "maximum",
  Math.max,
  [(x, y) => share(greater(x, y), equal(x, y)), (x, y) => share(less(x, y), equal(x, y))],
  maximumLoop,
);

/**
 * The lesser of x and y, broadcast; NaN if one is. Where they are equal each gets half of the derivative.
 *
 * @example
 * minimum(tensor([1, 2, 3]), 2).toArray(); // => [1, 2, 2]
 */
export const minimum: Binary = /* @__PURE__ */ elementwise2(
  "minimum",
  Math.min,
  [(x, y) => share(less(x, y), equal(x, y)), (x, y) => share(greater(x, y), equal(x, y))],
  minimumLoop,
);

/** The share of the derivative that a side gets: all of it where it wins, half of it where both are equal. */
const share: Binary = /* @__PURE__ */ constant2("share", (win, tie) => win + tie / 2);

/**
 * x, at least `lo` and at most `hi`: `minimum(maximum(x, lo), hi)`, all three broadcast; −∞ or ∞ leaves a side open.
 *
 * Outside the derivative with respect to x is 0, and goes to the bound instead; on a bound each gets half of it.
 *
 * @example
 * clip(tensor([-3, 0.5, 3]), -1, 1).toArray(); // => [-1, 0.5, 1]
 */
export function clip(x: Value, lo: Value, hi: Value): Tensor {
  return minimum(maximum(x, lo), hi);
}
