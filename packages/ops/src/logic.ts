import type { Tensor } from "@wengert/array";
import { concrete, resolve, type Value } from "@wengert/rule";
import { type ReduceOptions, reducedAxes } from "./axes.ts";
import { dropAxes } from "./lanes.ts";
import { foldAxes } from "./reduce.ts";

/**
 * 1 where some element over axes is not 0 (NaN counts), else 0; 0 for no elements. A plain Tensor through all
 * transformations.
 *
 * @throws {ShapeError} for an axis that x has not
 * @example
 * any(tensor([[0, 0], [0, 3]]), { axis: 1 }).toArray(); // => [0, 1]
 */
export function any(x: Value, options: ReduceOptions = {}): Tensor {
  return folded("any", (some, value) => (some !== 0 || value !== 0 ? 1 : 0), 0, x, options);
}

/**
 * 1 where every element over axes is not 0 (NaN counts), else 0; 1 for no elements. A plain Tensor through all
 * transformations.
 *
 * @throws {ShapeError} for an axis that x has not
 * @example
 * all(tensor([[1, 0], [2, 3]]), { axis: 1 }).toArray(); // => [0, 1]
 */
export function all(x: Value, options: ReduceOptions = {}): Tensor {
  return folded("all", (every, value) => (every !== 0 && value !== 0 ? 1 : 0), 1, x, options);
}

function folded(
  op: string,
  f: (folded: number, value: number) => number,
  initial: number,
  x: Value,
  options: ReduceOptions,
): Tensor {
  const given = concrete(resolve(x, op));
  const axes = reducedAxes(op, given, options);
  return dropAxes(foldAxes(given, axes, f, initial), axes, options);
}
