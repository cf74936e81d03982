import { ShapeError } from "@wengert/array";
import { expectOptions, showShape } from "@wengert/array/author";
import { integersOf, shown } from "./arguments.ts";

/** Which axes to reduce, and whether they stay with length 1. */
export interface ReduceOptions {
  /** One axis or several, negative ones counted from the end; by default all. */
  readonly axis?: number | readonly number[];
  /** Keep the reduced axes with length 1. Default false. */
  readonly keepDims?: boolean;
}

/** Axes of a tensor, as they go to a rule. */
export interface Axes {
  readonly axes: readonly number[];
}

type Shaped = { readonly shape: readonly number[] };

/**
 * An axis of a tensor, counted from the start: `-1` is the last one.
 *
 * @param ndim - of the result, where the axis is one of that
 */
export function axisOf(op: string, { shape }: Shaped, axis: number, ndim: number = shape.length): number {
  if (Number.isInteger(axis) && axis >= -ndim && axis < ndim) return axis < 0 ? axis + ndim : axis;
  const range = ndim === 0 ? "a scalar has no axes" : `axes run from ${-ndim} to ${ndim - 1}`;
  throw new ShapeError(`${op}: no axis ${shown(axis)} for a tensor of shape ${showShape(shape)}: ${range}.`, op);
}

/** Axes of a tensor, counted from the start, in their order. */
export function resolveAxes(op: string, x: Shaped, axis: number | readonly number[]): readonly number[] {
  const axes = integersOf(op, "axes", axis).map((one) => axisOf(op, x, one));
  if (new Set(axes).size === axes.length) return axes;
  throw new ShapeError(`${op}: ${shown(axis)} names an axis of a tensor of shape ${showShape(x.shape)} twice.`, op);
}

/** The axes that options ask for, sorted. */
export function reducedAxes(op: string, x: Shaped, options: ReduceOptions): readonly number[] {
  expectOptions(op, options);
  const { axis } = options;
  if (axis === undefined) return [...x.shape.keys()];
  return resolveAxes(op, x, axis).toSorted((a, b) => a - b);
}
