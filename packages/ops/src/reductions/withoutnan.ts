import type { Tensor } from "@wengert/array";
import { expectOptions } from "@wengert/array/author";
import { resolve, type Value } from "@wengert/rule";
import { axisOptions, type ReduceOptions, reducedAxes } from "../axes.ts";
import { div, mul, reciprocal, square, sub } from "../elementwise/arithmetic.ts";
import { equal, lessEqual, nanMask } from "../elementwise/comparisons.ts";
import { where } from "../elementwise/where.ts";
import { all } from "./anyall.ts";
import { max, min, refuseEmpty } from "./extrema.ts";
import { dropAxes } from "./reducedaxes.ts";
import { lengthOfSquares, unitOf, type VarianceOptions, varianceOptions } from "./statistics.ts";
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

/** Differences from the mean, 0 in place of NaN, and by what the sum of their squares is divided: NaN where nothing is left. */
function apart(
  op: string,
  x: Value,
  options: number | readonly number[] | VarianceOptions,
  none: readonly never[],
): readonly [
  apart: Tensor,
  divisor: Tensor,
  options: ReduceOptions & { readonly axis: readonly number[] },
  count: Tensor,
] {
  const all = axisOptions<VarianceOptions>(op, options, none);
  expectOptions(op, all, varianceOptions);
  const { ddof = 0, ...rest } = all;
  const [given, o] = reduced(op, x, rest, []);
  const missing = nanMask(given);
  const kept = { axis: o.axis, keepDims: true };
  const differences = where(missing, 0, sub(given, div(sum(filled(given, 0), kept), sum(sub(1, missing), kept))));
  const count = sum(sub(1, missing), o);
  const left = sub(count, ddof);
  const divisor = where(lessEqual(left, 0), Number.NaN, left);
  return [differences, divisor, o as ReduceOptions & { axis: readonly number[] }, count];
}

/**
 * The variance over axes of the elements that are not NaN; NaN where nothing is left to divide by.
 *
 * @throws {ShapeError} for an axis that x does not have
 * @example
 * nanVariance(tensor([1, Number.NaN, 3])).item(); // => 1
 */
export function nanVariance(
  x: Value,
  options: number | readonly number[] | VarianceOptions = {},
  ...none: readonly never[]
): Tensor {
  const [differences, divisor, o] = apart("nanVariance", x, options, none);
  return div(sum(square(differences), o), divisor);
}

/**
 * The standard deviation over axes of the elements that are not NaN, √nanVariance. Where these are equal it is 0, with the
 * derivative 0, and has no second one (NaN).
 *
 * @throws {ShapeError} for an axis that x does not have
 * @example
 * nanStd(tensor([[1, 3], [Number.NaN, 5]]), { axis: 1 }).toArray(); // => [1, 0]
 */
export function nanStd(
  x: Value,
  options: number | readonly number[] | VarianceOptions = {},
  ...none: readonly never[]
): Tensor {
  const [differences, divisor, o, count] = apart("nanStd", x, options, none);
  // In units of the largest difference squares neither overflow nor vanish.
  const unit = unitOf(differences, { axes: o.axis });
  const squared = div(sum(square(mul(differences, reciprocal(unit))), o), divisor);
  // One element alone never varies: there is no kink.
  return mul(dropAxes(unit, o.axis, o), where(equal(count, 1), squared, lengthOfSquares(squared)));
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
