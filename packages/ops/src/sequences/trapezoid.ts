import { full, ShapeError, type Tensor } from "@wengert/array";
import { expectNumber, expectOptions, showShape } from "@wengert/array/author";
import { resolve, type Value } from "@wengert/rule";
import { type Rest, valueAndOptions } from "../arguments.ts";
import { axisOf, lengthOf } from "../axes.ts";
import { add, mul } from "../elementwise/arithmetic.ts";
import { sliceAxis } from "../indexing/slice.ts";
import { cumsum } from "../reductions/cumulative.ts";
import { sum } from "../reductions/sum.ts";
import { concat } from "../shape/concat.ts";
import { reshape } from "../shape/reshape.ts";
import { differencesAlong } from "./diff.ts";

/** Where samples lie. */
export interface TrapezoidOptions {
  /** Without places, the distance between neighbours. Default 1. */
  readonly dx?: number;
  /** Along which axis. Default the last. */
  readonly axis?: number;
}

/** What running integrals begin with. */
export interface CumtrapzOptions extends TrapezoidOptions {
  /** The integral up to the first sample, put in front of the others; by default they begin at the second sample. */
  readonly initial?: number;
}

/** dₖ (yₖ₊₁ + yₖ)/2, and the axis, counted from the end. */
function pieces(
  op: string,
  y: Value,
  x: Value | undefined,
  { dx = 1, axis = -1 }: TrapezoidOptions,
): { areas: Tensor; axis: number } {
  const given = resolve(y, op);
  const along = axisOf(op, given, axis);
  const length = lengthOf(given, along);
  const count = Math.max(0, length - 1);
  const heights = mul(0.5, add(sliceAxis(given, along, length - count, count), sliceAxis(given, along, 0, count)));
  expectNumber(op, "dx", dx);
  if (x === undefined) return { areas: mul(dx, heights), axis: along };
  const places = resolve(x, op, 1);
  const fits =
    places.ndim === 1 ? places.size === length : places.ndim === given.ndim && lengthOf(places, along) === length;
  if (!fits) {
    throw new ShapeError(
      `${op}: x of shape ${showShape(places.shape)} must have one axis of length ${length}, or the shape ${showShape(given.shape)} of y.`,
      op,
    );
  }
  const aligned = places.ndim === 1 ? reshape(places, [length, ...new Array<number>(-along - 1).fill(1)]) : places;
  return { areas: mul(differencesAlong(aligned, along), heights), axis: along };
}

/**
 * The integral of samples by the trapezoidal rule, Σ (xₖ₊₁ − xₖ)(yₖ₊₁ + yₖ)/2 along an axis; 0 of fewer than two.
 * Differentiable in y and x.
 *
 * @param x - the places of the samples: [n] along the axis, or of the shape of y; by default they are `dx` apart
 * @throws {ShapeError} for an axis that y does not have, or an x that does not fit
 * @example
 * trapezoid(tensor([1, 2, 3])).item(); // => 4
 * trapezoid(tensor([1, 2, 3]), tensor([0, 1, 5])).item(); // => 11.5
 * trapezoid(tensor([[1, 2], [3, 4]]), { dx: 0.5, axis: 0 }).toArray(); // => [1, 1.5]
 */
export function trapezoid(y: Value, x: Value, options?: TrapezoidOptions): Tensor;
export function trapezoid(y: Value, options?: TrapezoidOptions): Tensor;
export function trapezoid(y: Value, ...rest: Rest<TrapezoidOptions>): Tensor {
  const [x, options] = valueAndOptions(rest);
  expectOptions("trapezoid", options, ["dx", "axis"]);
  const { areas, axis } = pieces("trapezoid", y, x, options);
  return sum(areas, { axis });
}

/**
 * Running integrals of samples by the trapezoidal rule, from the first sample to each of the others: SciPy's
 * `cumulative_trapezoid`. Differentiable in y and x.
 *
 * @param x - the places of the samples: [n] along the axis, or of the shape of y; by default they are `dx` apart
 * @returns of the shape of y, one shorter along the axis unless `initial` stands in front
 * @throws {ShapeError} for an axis that y does not have, or an x that does not fit
 * @example
 * cumtrapz(tensor([1, 2, 3])).toArray(); // => [1.5, 4]
 * cumtrapz(tensor([1, 2, 3]), tensor([0, 1, 5]), { initial: 0 }).toArray(); // => [0, 1.5, 11.5]
 */
export function cumtrapz(y: Value, x: Value, options?: CumtrapzOptions): Tensor;
export function cumtrapz(y: Value, options?: CumtrapzOptions): Tensor;
export function cumtrapz(y: Value, ...rest: Rest<CumtrapzOptions>): Tensor {
  const [x, options] = valueAndOptions(rest);
  expectOptions("cumtrapz", options, ["dx", "axis", "initial"]);
  const { initial } = options;
  if (initial !== undefined) expectNumber("cumtrapz", "initial", initial);
  const { areas, axis } = pieces("cumtrapz", y, x, options);
  const integrals = cumsum(areas, { axis });
  return initial === undefined ? integrals : concat([full(integrals.shape.with(axis, 1), initial), integrals], axis);
}
