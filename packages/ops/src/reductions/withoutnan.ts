import type { Tensor } from "@wengert/array";
import { resolve, type Value } from "@wengert/rule";
import { axisOptions, type ReduceOptions, reducedAxes } from "../axes.ts";
import { div, sub } from "../elementwise/arithmetic.ts";
import { nanMask } from "../elementwise/comparisons.ts";
import { where } from "../elementwise/where.ts";
import { all } from "./anyall.ts";
import { max, min, refuseEmpty } from "./extrema.ts";
import { sum } from "./sum.ts";

/** x and the axes to reduce, checked in the name of the operation. */
function reduced(
  op: string,
  x: Value,
  options: number | readonly number[] | ReduceOptions,
  none: readonly never[],
): readonly [given: Tensor, options: ReduceOptions] {
  const o = axisOptions<ReduceOptions>(op, options, none);
  const given = resolve(x, op);
  return [given, { ...o, axis: reducedAxes(op, given, o) }];
}

/** What stands for NaN does not depend on x, so neither the value nor the derivative sees one. */
function filled(x: Value, value: number): Tensor {
  return where(nanMask(x), value, x);
}

/**
 * Σ of the elements over axes that are not NaN; 0 of none. Elements that are NaN have derivative 0.
 *
 * @throws {ShapeError} for an axis that x does not have
 * @example
 * nanSum(tensor([1, Number.NaN, 3])).item(); // => 4
 */
export function nanSum(
  x: Value,
  options: number | readonly number[] | ReduceOptions = {},
  ...none: readonly never[]
): Tensor {
  const [given, o] = reduced("nanSum", x, options, none);
  return sum(filled(given, 0), o);
}

/**
 * The mean over axes of the elements that are not NaN; NaN of none.
 *
 * @throws {ShapeError} for an axis that x does not have
 * @example
 * nanMean(tensor([1, Number.NaN, 3])).item(); // => 2
 */
export function nanMean(
  x: Value,
  options: number | readonly number[] | ReduceOptions = {},
  ...none: readonly never[]
): Tensor {
  const [given, o] = reduced("nanMean", x, options, none);
  return div(sum(filled(given, 0), o), sum(sub(1, nanMask(given)), o));
}

/**
 * The greatest element over axes that is not NaN; NaN where all are.
 *
 * @throws {ShapeError} for an axis that x does not have, or one without elements
 * @example
 * nanMax(tensor([1, Number.NaN, 3])).item(); // => 3
 */
export function nanMax(
  x: Value,
  options: number | readonly number[] | ReduceOptions = {},
  ...none: readonly never[]
): Tensor {
  const [given, o] = reduced("nanMax", x, options, none);
  refuseEmpty("nanMax", given, o.axis as readonly number[]);
  return where(all(nanMask(given), o), Number.NaN, max(filled(given, Number.NEGATIVE_INFINITY), o));
}

/**
 * The least element over axes that is not NaN; NaN where all are.
 *
 * @throws {ShapeError} for an axis that x does not have, or one without elements
 * @example
 * nanMin(tensor([1, Number.NaN, 3])).item(); // => 1
 */
export function nanMin(
  x: Value,
  options: number | readonly number[] | ReduceOptions = {},
  ...none: readonly never[]
): Tensor {
  const [given, o] = reduced("nanMin", x, options, none);
  refuseEmpty("nanMin", given, o.axis as readonly number[]);
  return where(all(nanMask(given), o), Number.NaN, min(filled(given, Number.POSITIVE_INFINITY), o));
}
