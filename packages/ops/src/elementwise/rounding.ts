import type { Tensor } from "@wengert/array";
import type { Value } from "@wengert/rule";
import { roundLoop } from "../kernels/functions.ts";
import { ceilLoop, floorLoop } from "../kernels/loops.ts";
import { neg } from "./arithmetic.ts";
import { constant1, constant2 } from "./constant.ts";
import { elementwise2 } from "./elementwise.ts";

type Unary = (x: Value) => Tensor;

/**
 * The greatest integer ≤ x; a constant to derivatives.
 *
 * @example
 * floor(tensor([1.5, -1.5])).toArray(); // => [1, -2]
 */
export const floor: Unary = /* @__PURE__ */ constant1("floor", Math.floor, floorLoop);

/**
 * The least integer ≥ x; a constant to derivatives.
 *
 * @example
 * ceil(tensor([1.5, -1.5])).toArray(); // => [2, -1]
 */
export const ceil: Unary = /* @__PURE__ */ constant1("ceil", Math.ceil, ceilLoop);

/**
 * The nearest integer, of two equally near ones the even one; a constant to derivatives.
 *
 * @example
 * round(tensor([0.5, 1.5, 2.5, -1.6])).toArray(); // => [0, 2, 2, -2]
 */
export const round: Unary = /* @__PURE__ */ constant1("round", halfToEven, roundLoop);

/**
 * x − y·⌊x/y⌋, broadcast: it has the sign of y, unlike JavaScript's `%`. NaN where y = 0.
 *
 *     ∂/∂x = 1,  ∂/∂y = −⌊x/y⌋
 *
 * @example
 * remainder(tensor([7, -7]), 3).toArray(); // => [1, 2]
 */
export const remainder: (x: Value, y: Value) => Tensor = /* @__PURE__ */ elementwise2("remainder", floorRemainder, [
  (x, y) => oneOfNumbers(x, y),
  (x, y) => neg(steps(x, y)),
]);

/** 1 where the remainder is a number. */
const oneOfNumbers = /* @__PURE__ */ constant2("remainder10", (x, y) =>
  x - x === 0 && y !== 0 && !Number.isNaN(y) ? 1 : Number.NaN,
);

/** ⌊x/y⌋, which jumps, but does not move. */
const steps = /* @__PURE__ */ constant2("remainder01", (x, y) => floorQuotient(x, y));

function floorQuotient(x: number, y: number): number {
  const r = floorRemainder(x, y);
  if (Number.isNaN(r)) return r;
  return Math.abs(y) === Number.POSITIVE_INFINITY ? (r === x ? 0 : -1) : halfToEven((x - r) / y);
}

function halfToEven(x: number): number {
  return Math.abs(x % 1) === 0.5 ? 2 * Math.round(x / 2) : Math.round(x);
}

function floorRemainder(x: number, y: number): number {
  const r = x % y;
  if (r === 0) return y < 0 ? -0 : 0;
  return r < 0 === y < 0 ? r : r + y;
}
