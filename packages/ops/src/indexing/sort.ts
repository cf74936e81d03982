import type { Tensor } from "@wengert/array";
import { expectOptions } from "@wengert/array/author";
import { resolve, type Value } from "@wengert/rule";
import { axisOf, axisOptions } from "../axes.ts";
import { gatherElements } from "./gatherelements.ts";
import { sortedIndices, sortedPositions } from "./positions.ts";

/** Along which axis to sort. */
export interface SortOptions {
  /** The axis to sort along. Default the last. */
  readonly axis?: number;
}

/**
 * The elements along an axis in ascending order, NaN last. The derivative moves with the elements; equal ones keep their
 * order.
 *
 * @throws {ShapeError} for an axis that x does not have
 * @example
 * sort(tensor([3, 1, 2])).toArray(); // => [1, 2, 3]
 */
export function sort(x: Value, options: number | SortOptions = {}, ...none: readonly never[]): Tensor {
  const o = axisOptions<SortOptions>("sort", options, none);
  expectOptions("sort", o, ["axis"]);
  const { axis = -1 } = o;
  const given = resolve(x, "sort");
  const positions = sortedPositions(given, { axes: given.ndim, axis: axisOf("sort", given, axis) });
  return gatherElements(given, positions, { axes: given.ndim, positionAxes: given.ndim });
}

/**
 * The indices along an axis that would sort it: `gather(x, argsort(x, {axis}), axis)` is `sort(x, {axis})`. NaN comes last, equal
 * elements keep their order. A constant to derivatives.
 *
 * @throws {ShapeError} for an axis that x does not have
 * @example
 * argsort(tensor([3, 1, 2])).toArray(); // => [1, 2, 0]
 */
export function argsort(x: Value, options: number | SortOptions = {}, ...none: readonly never[]): Tensor {
  const o = axisOptions<SortOptions>("argsort", options, none);
  expectOptions("argsort", o, ["axis"]);
  const { axis = -1 } = o;
  const given = resolve(x, "argsort");
  return sortedIndices(given, { axes: given.ndim, axis: axisOf("argsort", given, axis) });
}
