import { ShapeError, type Tensor } from "@wengert/array";
import { expectOptions } from "@wengert/array/author";
import { resolve, type Value } from "@wengert/rule";
import { describe } from "../arguments.ts";
import { axisOf, lengthOf } from "../axes.ts";
import { sub } from "../elementwise/arithmetic.ts";
import { sliceAxis } from "../indexing/slice.ts";

/** Which differences to take. */
export interface DiffOptions {
  /** How many times to take differences. Default 1. */
  readonly n?: number;
  /** Along which axis. Default the last. */
  readonly axis?: number;
}

/** Neighbours less their predecessors, along an axis that is counted from the end. */
export function differencesAlong(x: Tensor, axis: number): Tensor {
  const length = Math.max(0, lengthOf(x, axis) - 1);
  return sub(sliceAxis(x, axis, lengthOf(x, axis) - length, length), sliceAxis(x, axis, 0, length));
}

/**
 * Differences of neighbours along an axis, y_k = x_{k+1} − x_k, n times.
 *
 * @returns of the shape of x, with n elements fewer along the axis, at least none
 * @throws {ShapeError} for an axis that x does not have, or an n that is no non-negative integer
 * @example
 * diff(tensor([1, 4, 9, 16])).toArray(); // => [3, 5, 7]
 * diff(tensor([1, 4, 9, 16]), { n: 2 }).toArray(); // => [2, 2]
 */
export function diff(x: Value, options: DiffOptions = {}): Tensor {
  expectOptions("diff", options, ["n", "axis"]);
  const { n = 1, axis = -1 } = options;
  let y = resolve(x, "diff");
  const along = axisOf("diff", y, axis);
  if (!Number.isInteger(n) || n < 0) {
    throw new ShapeError(`diff: n must be a non-negative integer, not ${describe(n)}.`, "diff");
  }
  for (let left = Math.min(n, lengthOf(y, along)); left > 0; left--) y = differencesAlong(y, along);
  return y;
}
