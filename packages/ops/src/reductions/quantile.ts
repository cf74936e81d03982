import { ArgumentError, type Tensor } from "@wengert/array";
import { expectOptions } from "@wengert/array/author";
import { resolve, type Value } from "@wengert/rule";
import { describe } from "../arguments.ts";
import { axisOptions, lengthOf, type ReduceOptions, reducedAxes } from "../axes.ts";
import { add, mul, sub } from "../elementwise/arithmetic.ts";
import { finiteMask, nanMask } from "../elementwise/comparisons.ts";
import { where } from "../elementwise/where.ts";
import { sliceAxis } from "../indexing/slice.ts";
import { sort } from "../indexing/sort.ts";
import { stack } from "../shape/concat.ts";
import { reshapeTo } from "../shape/reshape.ts";
import { refuseEmpty } from "./extrema.ts";
import { dropAxes, reducedLast } from "./reducedaxes.ts";

/** Over axes: for each level a tensor whose reduced axes have been dropped or kept. */
function quantiles(op: string, x: Value, levels: readonly number[], options: ReduceOptions): readonly Tensor[] {
  const given = resolve(x, op);
  const axes = reducedAxes(op, given, options);
  refuseEmpty(op, given, axes);
  const sorted = sort(reducedLast(given, axes));
  const last = lengthOf(sorted, -1) - 1;
  const kept = given.shape.map((length, axis) => (axes.includes(axis - given.ndim) ? 1 : length));
  const greatest = sliceAxis(sorted, -1, last, 1); // NaN if anything is
  return levels.map((level) => {
    const place = level * last;
    const below = Math.min(Math.floor(place), Math.max(0, last - 1));
    const lower = sliceAxis(sorted, -1, below, 1);
    const value = place === below ? lower : between(lower, sliceAxis(sorted, -1, below + 1, 1), place - below);
    const seen = where(nanMask(greatest), greatest, value);
    return dropAxes(reshapeTo(seen, kept), axes, options);
  });
}

/** From a to b, a share t of the way: a + t (b − a), so that equal ends give themselves; of infinite ends the limit. */
function between(a: Tensor, b: Tensor, t: number): Tensor {
  if (t === 1) return b;
  const apart = sub(b, a);
  return where(finiteMask(apart), add(a, mul(t, apart)), add(mul(1 - t, a), mul(t, b)));
}

/**
 * Quantiles over axes: of n elements in ascending order the one at place q·(n − 1), counted from 0, between two of them in
 * proportion (NumPy's "linear"). NaN if an element is. The derivative moves with the elements that it lies between.
 *
 * @param q - from 0 to 1, or an array of such levels
 * @returns for an array of levels, with their axis in front
 * @throws {ShapeError} for an axis that x does not have, or one without elements
 * @throws {ArgumentError} for a q outside [0, 1]
 * @example
 * quantile(tensor([1, 2, 3, 4]), 0.5).item(); // => 2.5
 * quantile(tensor([10, 0, 20]), [0, 0.25, 1]).toArray(); // => [0, 5, 20]
 */
export function quantile(
  x: Value,
  q: number | readonly number[],
  options: number | readonly number[] | ReduceOptions = {},
): Tensor {
  const o = axisOptions<ReduceOptions>("quantile", options);
  expectOptions("quantile", o, ["axis", "keepDims"]);
  const levels: readonly unknown[] = Array.isArray(q) ? q : [q];
  const bad = levels.find((level) => !(typeof level === "number" && level >= 0 && level <= 1));
  if (bad !== undefined || levels.length === 0) {
    const given = levels.length === 0 ? "an empty array" : describe(bad);
    throw new ArgumentError(`quantile: q must be a number from 0 to 1, or an array of them, not ${given}.`, "quantile");
  }
  const values = quantiles("quantile", x, levels as readonly number[], o);
  return Array.isArray(q) ? stack(values) : values[0];
}

/**
 * The median over axes: the element in the middle, or the mean of the two; NaN if an element is.
 *
 * @throws {ShapeError} for an axis that x does not have, or one without elements
 * @example
 * median(tensor([3, 1, 10])).item(); // => 3
 * median(tensor([[1, 2], [3, 4]]), { axis: 0 }).toArray(); // => [2, 3]
 */
export function median(
  x: Value,
  options: number | readonly number[] | ReduceOptions = {},
  ...none: readonly never[]
): Tensor {
  const o = axisOptions<ReduceOptions>("median", options, none);
  return quantiles("median", x, [0.5], o)[0];
}
