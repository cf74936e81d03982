import type { Tensor } from "@wengert/array";
import type { Value } from "@wengert/rule";
import {
  equalLoop,
  finiteLoop,
  greaterEqualLoop,
  greaterLoop,
  nanLoop,
  notEqualLoop,
} from "../kernels/comparisonloops.ts";
import type { BinaryLoop, UnaryLoop } from "../kernels/loops.ts";
import { constant1, constant2 } from "./constant.ts";

type Unary = (x: Value) => Tensor;
type Binary = (x: Value, y: Value) => Tensor;

/** A comparison: 1 where it holds, else 0. A constant to derivatives, so `.item()` can be read. */
function comparison(name: string, holds: (x: number, y: number) => boolean, loop?: BinaryLoop, code?: string): Binary {
  return constant2(name, (a, b) => (holds(a, b) ? 1 : 0), loop, code);
}

/** `comparison` of one argument. */
function mask(name: string, holds: (x: number) => boolean, loop: UnaryLoop): Unary {
  return constant1(name, (a) => (holds(a) ? 1 : 0), loop);
}

/**
 * 1 where x = y, else 0; broadcast. NaN equals nothing.
 *
 * @example
 * equal(tensor([1, 2]), 2).toArray(); // => [0, 1]
 */
export const equal: Binary = /* @__PURE__ */ comparison("equal", (x, y) => x === y, equalLoop, "x y =");

/**
 * 1 where x ≠ y, else 0; broadcast.
 *
 * @example
 * notEqual(tensor([1, 2]), 2).toArray(); // => [1, 0]
 */
export const notEqual: Binary = /* @__PURE__ */ comparison("notEqual", (x, y) => x !== y, notEqualLoop);

/**
 * 1 where x > y, else 0; broadcast.
 *
 * @example
 * greater(tensor([1, 2, 3]), 2).toArray(); // => [0, 0, 1]
 */
export const greater: Binary = /* @__PURE__ */ comparison("greater", (x, y) => x > y, greaterLoop, "y x <");

/**
 * 1 where x ≥ y, else 0; broadcast.
 *
 * @example
 * greaterEqual(tensor([1, 2, 3]), 2).toArray(); // => [0, 1, 1]
 */
export const greaterEqual: Binary = /* @__PURE__ */ comparison(
  "greaterEqual",
  (x, y) => x >= y,
  greaterEqualLoop,
  "y x ≤",
);

/**
 * 1 where x < y, else 0; broadcast.
 *
 * @example
 * less(tensor([1, 2, 3]), 2).toArray(); // => [1, 0, 0]
 */
export const less: Binary = /* @__PURE__ */ comparison(
  "less",
  (x, y) => x < y,
  (x, y, out, f) => greaterLoop(y, x, out, f),
  "x y <",
);

/**
 * 1 where x ≤ y, else 0; broadcast.
 *
 * @example
 * lessEqual(tensor([1, 2, 3]), 2).toArray(); // => [1, 1, 0]
 */
export const lessEqual: Binary = /* @__PURE__ */ comparison(
  "lessEqual",
  (x, y) => x <= y,
  (x, y, out, f) => greaterEqualLoop(y, x, out, f),
  "x y ≤",
);

/**
 * 1 where x is finite, else 0.
 *
 * @example
 * finiteMask(tensor([1, NaN, Infinity])).toArray(); // => [1, 0, 0]
 */
export const finiteMask: Unary = /* @__PURE__ */ mask("finiteMask", Number.isFinite, finiteLoop);

/**
 * 1 where x is NaN, else 0.
 *
 * @example
 * nanMask(tensor([1, NaN, Infinity])).toArray(); // => [0, 1, 0]
 */
export const nanMask: Unary = /* @__PURE__ */ mask("nanMask", Number.isNaN, nanLoop);
