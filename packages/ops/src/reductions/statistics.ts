import type { Tensor } from "@wengert/array";
import { expectOptions, sizeOf } from "@wengert/array/author";
import { resolve, type Value } from "@wengert/rule";
import { lengthOf, type ReduceOptions, reducedAxes, reduceOptions } from "../axes.ts";
import { div, square, sub } from "../elementwise/arithmetic.ts";
import { equal } from "../elementwise/comparisons.ts";
import { sqrt } from "../elementwise/powers.ts";
import { where } from "../elementwise/where.ts";
import { dropAxes } from "./reducedaxes.ts";
import { sumRule } from "./sum.ts";

/** How many elements are reduced to one. */
function countOf(x: Tensor, axes: readonly number[]): number {
  return sizeOf(axes.map((axis) => lengthOf(x, axis)));
}

/**
 * The mean over axes, Σ x/n; NaN for no elements.
 *
 * @throws {ShapeError} for an axis that x has not
 * @example
 * mean(tensor([[1, 2], [3, 4]]), { axis: 1 }).toArray(); // => [1.5, 3.5]
 */
export function mean(x: Value, options: ReduceOptions = {}): Tensor {
  const given = resolve(x, "mean");
  const axes = reducedAxes("mean", given, options);
  return div(dropAxes(sumRule(given, { axes }), axes, options), countOf(given, axes));
}

/** Which axes to reduce, and what is taken off the number of elements. */
export interface VarianceOptions extends ReduceOptions {
  /** Delta degrees of freedom: the divisor is n − ddof. Default 0; 1 for the unbiased estimate. */
  readonly ddof?: number;
}

const varianceOptions: readonly string[] = [...reduceOptions, "ddof"];

/**
 * The variance over axes, Σ (x − mean)²/(n − ddof), from the differences themselves; NaN where nothing is left to divide
 * by.
 *
 * @throws {ShapeError} for an axis that x has not
 * @example
 * variance(tensor([1, 2, 3, 4])).item(); // => 1.25
 * variance(tensor([1, 2, 3, 4]), { ddof: 1 }).item(); // => 1.666666…
 */
export function variance(x: Value, options: VarianceOptions = {}): Tensor {
  return meanSquare("variance", x, options);
}

/**
 * The standard deviation over axes, √variance. Where it is 0 so is the derivative.
 *
 * @throws {ShapeError} for an axis that x has not
 * @example
 * std(tensor([[1, 3], [5, 5]]), { axis: 1 }).toArray(); // => [1, 0]
 */
export function std(x: Value, options: VarianceOptions = {}): Tensor {
  const squared = meanSquare("std", x, options);
  const constant = equal(squared, 0);
  return where(constant, 0, sqrt(where(constant, 1, squared)));
}

/** Σ (x − mean)²/(n − ddof) */
function meanSquare(op: string, x: Value, options: VarianceOptions): Tensor {
  expectOptions(op, options, varianceOptions);
  const { ddof = 0, ...reduced } = options;
  const given = resolve(x, op);
  const axes = reducedAxes(op, given, reduced);
  const count = countOf(given, axes);
  const differences = sub(given, div(sumRule(given, { axes }), count));
  const squares = sumRule(square(differences), { axes });
  return div(dropAxes(squares, axes, options), Math.max(0, count - ddof));
}
