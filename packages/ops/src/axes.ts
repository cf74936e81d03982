import { ArgumentError, ShapeError } from "@wengert/array";
import { expectFlag, expectOptions, showShape } from "@wengert/array/author";
import { describe, integersOf } from "./arguments.ts";

/*
 * Inside the package axes are counted from the end, −1 for the last one, and shapes are those of the last axes. So what
 * a rule is told about its arguments stays true when they get further leading axes.
 */

/** Which axes to reduce, and whether they stay with length 1. */
export interface ReduceOptions {
  /** One axis or several, negative ones counted from the end; by default all. */
  readonly axis?: number | readonly number[];
  /** Keep the reduced axes with length 1. Default false. */
  readonly keepDims?: boolean;
}

/** The names of `ReduceOptions`. */
export const reduceOptions: readonly string[] = ["axis", "keepDims"];

/** An axis as an option, where it may also be given alone: `take(x, 0, { axis: 1 })` is `take(x, 0, 1)`. */
export interface AxisOption {
  /** The axis, negative ones counted from the end. */
  readonly axis?: number;
}

/** One axis or several as an option, where they may also be given alone: `flip(x, { axis: 1 })` is `flip(x, 1)`. */
export interface AxesOption {
  /** One axis or several, negative ones counted from the end. */
  readonly axis?: number | readonly number[];
}

/**
 * The axis of an operation that takes it as its last argument, alone or as an option.
 *
 * @param none - what was given behind it; only where `xs.map(op)` would take the index of an element for an axis
 */
export function axisGiven<A extends number | readonly number[]>(
  op: string,
  given: A | { readonly axis?: A } | undefined,
  none: readonly never[] = NOTHING,
): A | undefined {
  if (none.length > 0) throw tooMany(op);
  if (typeof given !== "object" || given === null || Array.isArray(given)) return given as A | undefined;
  expectOptions(op, given, AXIS);
  return (given as { readonly axis?: A }).axis;
}

/** The options of an operation that accepts the axis alone in their place. Names are checked by whoever reads them. */
export function axisOptions<O extends AxesOption>(
  op: string,
  given: O | NonNullable<O["axis"]>,
  none: readonly never[] = NOTHING,
): O {
  if (none.length > 0) throw tooMany(op);
  return typeof given === "number" || Array.isArray(given) ? ({ axis: given } as unknown as O) : (given as O);
}

const NOTHING: readonly never[] = [];
const AXIS: readonly string[] = ["axis"];

function tooMany(op: string): ArgumentError {
  return new ArgumentError(
    `${op}: there are arguments behind the axis. In xs.map(${op}) the axis would be the index of an element: write ` +
      `xs.map((x) => ${op}(x)).`,
    op,
  );
}

/** The attributes of a reduction. */
export interface Axes {
  /** Counted from the end, in ascending order. */
  readonly axes: readonly number[];
}

type Shaped = { readonly shape: readonly number[] };

/**
 * An axis of a tensor, counted from the end.
 *
 * @param axis - counted from the start, or from the end where it is negative
 * @param ndim - of the result, where the axis is one of the result
 * @throws {ShapeError} for an axis that is not there
 * @example
 * import { zeros } from "@wengert/array";
 * import { axisOf } from "@wengert/ops/author";
 *
 * axisOf("sum", zeros([2, 3, 4]), 1); // => -2
 * axisOf("sum", zeros([2, 3, 4]), 3); // throws ShapeError: axes run from -3 to 2
 */
export function axisOf(op: string, { shape }: Shaped, axis: number, ndim: number = shape.length): number {
  if (Number.isInteger(axis) && axis >= -ndim && axis < ndim) return axis < 0 ? axis : axis - ndim;
  const range = ndim === 0 ? "a scalar has no axes" : `axes run from ${-ndim} to ${ndim - 1}`;
  throw new ShapeError(`${op}: no axis ${describe(axis)} for a tensor of shape ${showShape(shape)}: ${range}.`, op);
}

/**
 * Axes of a tensor, counted from the end, in the order that they are given in.
 *
 * @throws {ShapeError} for an axis that is not there, or is named twice
 * @example
 * import { zeros } from "@wengert/array";
 * import { axesOf } from "@wengert/ops/author";
 *
 * axesOf("sum", zeros([2, 3, 4]), [0, -1]); // => [-3, -1]
 * axesOf("sum", zeros([2, 3]), [0, -2]); // throws ShapeError: twice
 */
export function axesOf(op: string, x: Shaped, axis: number | readonly number[]): readonly number[] {
  const axes = integersOf(op, "axes", axis).map((one) => axisOf(op, x, one));
  if (new Set(axes).size === axes.length) return axes;
  throw new ShapeError(`${op}: ${describe(axis)} names an axis of a tensor of shape ${showShape(x.shape)} twice.`, op);
}

/** All axes, counted from the end. */
export function allAxes({ shape }: Shaped): readonly number[] {
  return shape.map((_, k) => k - shape.length);
}

/** The axes that options of a reduction ask for, counted from the end, in ascending order. */
export function reducedAxes(op: string, x: Shaped, options: ReduceOptions): readonly number[] {
  expectOptions(op, options, reduceOptions);
  const { axis, keepDims } = options;
  expectFlag(op, "keepDims", keepDims);
  return axis === undefined ? allAxes(x) : ascendingAxes(op, x, axis);
}

/** `axesOf` in ascending order, as reductions want them. */
export function ascendingAxes(op: string, x: Shaped, axis: number | readonly number[]): readonly number[] {
  return axesOf(op, x, axis).toSorted((a, b) => a - b);
}

/** The length of an axis that is counted from the end. */
export function lengthOf({ shape }: Shaped, axis: number): number {
  return shape[shape.length + axis];
}

/** The lengths of the last axes. */
export function lastLengths({ shape }: Shaped, count: number): readonly number[] {
  return shape.length === count ? shape : shape.slice(shape.length - count);
}

/** The shape of x with other lengths in place of its last `count` axes. */
export function replaceLast({ shape }: Shaped, count: number, lengths: readonly number[]): readonly number[] {
  return shape.length === count ? lengths : [...shape.slice(0, shape.length - count), ...lengths];
}
