import type { Tensor } from "@wengert/array";
import { expectOptions, sizeOf } from "@wengert/array/author";
import { resolve, type Value } from "@wengert/rule";
import { constantWithAttributes } from "@wengert/rule/library";
import { type Axes, axisOptions, lengthOf, type ReduceOptions, reducedAxes, reduceOptions } from "../axes.ts";
import { div, mul, reciprocal, square, sub } from "../elementwise/arithmetic.ts";
import { elementwise } from "../elementwise/elementwise.ts";
import { sqrt } from "../elementwise/powers.ts";
import { map1, map2 } from "../kernels/broadcast.ts";
import { sqrtLoop } from "../kernels/loops.ts";
import { maxAxes, minAxes, sumAxes } from "../kernels/reduce.ts";
import { dropAxes } from "./reducedaxes.ts";
import { sumRule } from "./sum.ts";

/** How many elements are reduced to one. */
function countOf(x: Tensor, axes: readonly number[]): number {
  return sizeOf(axes.map((axis) => lengthOf(x, axis)));
}

/**
 * The mean over axes, Σ x/n; NaN for no elements.
 *
 * @throws {ShapeError} for an axis that x does not have
 * @example
 * mean(tensor([[1, 2], [3, 4]]), { axis: 1 }).toArray(); // => [1.5, 3.5]
 */
export function mean(
  x: Value,
  options: number | readonly number[] | ReduceOptions = {},
  ...none: readonly never[]
): Tensor {
  const o = axisOptions<ReduceOptions>("mean", options, none);
  const given = resolve(x, "mean");
  const axes = reducedAxes("mean", given, o);
  return div(dropAxes(sumRule(given, { axes }), axes, o), countOf(given, axes));
}

/** Which axes to reduce, and what is taken off the number of elements. */
export interface VarianceOptions extends ReduceOptions {
  /** Delta degrees of freedom: the divisor is n − ddof. Default 0; 1 for the unbiased estimate. */
  readonly ddof?: number;
}

/** The names of `VarianceOptions`. */
export const varianceOptions: readonly string[] = [...reduceOptions, "ddof"];

/**
 * The variance over axes, Σ (x − mean)²/(n − ddof), from the differences themselves; NaN where nothing is left to divide
 * by.
 *
 * @throws {ShapeError} for an axis that x does not have
 * @example
 * variance(tensor([1, 2, 3, 4])).item(); // => 1.25
 * variance(tensor([1, 2, 3, 4]), { ddof: 1 }).item(); // => 1.666666…
 */
export function variance(
  x: Value,
  options: number | readonly number[] | VarianceOptions = {},
  ...none: readonly never[]
): Tensor {
  const o = axisOptions<VarianceOptions>("variance", options, none);
  expectOptions("variance", o, varianceOptions);
  const { ddof: _, ...reduced } = o;
  const given = resolve(x, "variance");
  const axes = reducedAxes("variance", given, reduced);
  return meanSquare(differences(given, axes), axes, o);
}

/**
 * The standard deviation over axes, √variance. Where all elements are equal it is 0, with the derivative 0, and has no second one
 * (NaN): that of `variance` exists.
 *
 * @throws {ShapeError} for an axis that x does not have
 * @example
 * std(tensor([[1, 3], [5, 5]]), { axis: 1 }).toArray(); // => [1, 0]
 */
export function std(
  x: Value,
  options: number | readonly number[] | VarianceOptions = {},
  ...none: readonly never[]
): Tensor {
  const o = axisOptions<VarianceOptions>("std", options, none);
  expectOptions("std", o, varianceOptions);
  const { ddof: _, ...reduced } = o;
  const given = resolve(x, "std");
  const axes = reducedAxes("std", given, reduced);
  const apart = differences(given, axes);
  // In units of the largest difference squares neither overflow nor vanish.
  const unit = unitOf(apart, { axes });
  const squared = meanSquare(mul(apart, reciprocal(unit)), axes, o);
  // One element alone never varies: there is no kink.
  return mul(dropAxes(unit, axes, o), countOf(given, axes) === 1 ? squared : lengthOfSquares(squared));
}

/** √s of a sum of squares. Where that is 0, so is the derivative, and there is no second one: a length has a kink there. */
export const lengthOfSquares: (s: Value) => Tensor = /* @__PURE__ */ elementwise(
  "std",
  Math.sqrt,
  (s) => slopeOfLength(s),
  sqrtLoop,
  { code: "x √" },
);

/** 1/(2√s), 0 at 0. */
const slopeOfLength: (s: Value) => Tensor = /* @__PURE__ */ elementwise(
  "std1",
  (s) => (s === 0 ? 0 : 0.5 / Math.sqrt(s)),
  (s) => div(-0.25, mul(s, sqrt(s))),
);

/** x less its mean. */
function differences(x: Tensor, axes: readonly number[]): Tensor {
  return sub(x, div(sumRule(x, { axes }), countOf(x, axes)));
}

function meanSquare(apart: Tensor, axes: readonly number[], options: VarianceOptions): Tensor {
  const { ddof = 0 } = options;
  const squares = sumRule(square(apart), { axes });
  return div(dropAxes(squares, axes, options), Math.max(0, countOf(apart, axes) - ddof));
}

/** A power of two next to the largest |x| over the axes, which stay; 1 where that is 0 or no number. */
export const unitOf: (x: Value, o: Axes) => Tensor = /* @__PURE__ */ constantWithAttributes({
  name: "std",
  impl: (x: Tensor, { axes }: Axes): Tensor => {
    const [high, low] = (countOf(x, axes) === 0 ? [sumAxes, sumAxes] : [maxAxes, minAxes]).map((f) => f(x, axes));
    const most = map2("std", (a, b) => Math.max(a, -b), high, low);
    return map1(
      (size) => (size > 0 && Number.isFinite(size) ? 2 ** Math.max(-1022, Math.floor(Math.log2(size))) : 1),
      most,
    );
  },
});
