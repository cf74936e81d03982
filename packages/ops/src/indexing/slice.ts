import { ShapeError, type Tensor } from "@wengert/array";
import { elementsOf, fromData, showShape, sizeOf } from "@wengert/array/author";
import { resolve, type Value } from "@wengert/rule";
import { linear } from "@wengert/rule/library";
import { describe } from "../arguments.ts";
import { type AxesOption, allAxes, axesOf, axisGiven, lastLengths, lengthOf, replaceLast } from "../axes.ts";
import { copyStrided, type Layout, stridesOf } from "../kernels/strided.ts";
import { isFew, readAt } from "./gatherelements.ts";

/**
 * A regular part of a tensor: along each of the last axes `shape[k]` elements from `starts[k]` on, every `steps[k]`-th.
 */
interface Part {
  readonly starts: readonly number[];
  readonly steps: readonly number[];
  /** The last axes of the result. */
  readonly shape: readonly number[];
}

/** The elements of a part within the data of a tensor of that shape. */
function layoutOf({ starts, steps }: Part, shape: readonly number[]): Omit<Layout, "data"> {
  const strides = stridesOf(shape);
  const lead = shape.length - starts.length;
  const start = starts.reduce((sum, from, k) => sum + from * strides[lead + k], 0);
  return { start, strides: strides.map((stride, axis) => (axis < lead ? stride : stride * steps[axis - lead])) };
}

const sliceRule: (x: Value, o: Part) => Tensor = /* @__PURE__ */ linear({
  name: "slice",
  spelling: "moves",
  impl: (x: Tensor, part: Part): Tensor => {
    const shape = replaceLast(x, part.shape.length, part.shape);
    const out = new Float64Array(sizeOf(shape));
    copyStrided(
      shape,
      { data: elementsOf(x), ...layoutOf(part, x.shape) },
      { data: out, start: 0, strides: stridesOf(shape) },
    );
    return fromData(out, shape);
  },
  transpose: (ybar, x, part) => {
    const shape = lastLengths(x, part.shape.length);
    if (isFew(ybar, x)) {
      return readAt(x, ybar, positionsOf(part, shape, ybar.ndim), { positionAxes: shape.length, shape });
    }
    return embedRule(ybar, { ...part, shape });
  },
});

/**
 * Where the elements of a part lie in a tensor of that shape, with as many axes as the part has: so the two stay aligned when both get
 * further leading axes.
 */
function positionsOf(part: Part, shape: readonly number[], ndim: number): Tensor {
  const { start, strides } = layoutOf(part, shape);
  const positions = new Float64Array(sizeOf(part.shape));
  const walk = (axis: number, from: number, to: number, size: number): void => {
    if (axis === strides.length) {
      positions[to] = from;
      return;
    }
    const run = size / part.shape[axis];
    for (let k = 0; k < part.shape[axis]; k++) walk(axis + 1, from + k * strides[axis], to + k * run, run);
  };
  walk(0, start, 0, positions.length);
  return fromData(positions, [...new Array<number>(ndim - part.shape.length).fill(1), ...part.shape]);
}

/** The transpose of a slice: zeros around it, and between its elements. */
const embedRule: (x: Value, o: Part) => Tensor = /* @__PURE__ */ linear({
  name: "embed",
  spelling: "moves",
  leavesOut: true,
  impl: (x: Tensor, part: Part): Tensor => {
    const shape = replaceLast(x, part.shape.length, part.shape);
    const out = new Float64Array(sizeOf(shape));
    copyStrided(
      x.shape,
      { data: elementsOf(x), start: 0, strides: stridesOf(x.shape) },
      { data: out, ...layoutOf(part, shape) },
    );
    return fromData(out, shape);
  },
  transpose: (ybar, x, part) => sliceRule(ybar, { ...part, shape: lastLengths(x, part.shape.length) }),
});

/** `length` elements of one axis, which is counted from the end, from `start` on. */
export function sliceAxis(x: Tensor, axis: number, start: number, length: number): Tensor {
  if (length === lengthOf(x, axis)) return x;
  const shape = lastLengths(x, -axis).with(0, length);
  const starts = shape.map((_, k) => (k === 0 ? start : 0));
  return sliceRule(x, { starts, steps: starts.map(() => 1), shape });
}

/** One end of a slice: negative counts from the end, null is the end itself. */
export type Bound = number | null;

/**
 * A part of a tensor, as Python writes it: along axis k the elements from `starts[k]` up to, not including, `stops[k]`,
 * every `steps[k]`-th. Bounds beyond an end mean the end; axes that are not mentioned stay whole.
 *
 * @param steps - not 0; a negative one goes backwards; by default 1
 * @throws {ShapeError} for more bounds than axes, or bounds that are no integers
 * @example
 * const x = tensor([[1, 2, 3], [4, 5, 6]]);
 * slice(x, [0, 1], [2, 3]).toArray(); // => [[2, 3], [5, 6]]
 * slice(x, [1], [null]).toArray(); // => [[4, 5, 6]]
 * slice(x, [0, null], [null, null], [1, -2]).toArray(); // => [[3, 1], [6, 4]]
 */
export function slice(
  x: Value,
  starts: readonly Bound[],
  stops: readonly Bound[],
  steps: readonly Bound[] = [],
): Tensor {
  const given = resolve(x, "slice");
  for (const bounds of [starts, stops, steps]) checkBounds(bounds, given);
  const axes = given.shape.map((length, axis) => range(length, starts[axis], stops[axis], steps[axis] ?? 1));
  if (axes.every(({ step, count }, axis) => step === 1 && count === given.shape[axis])) return given;
  return sliceRule(given, {
    starts: axes.map(({ start }) => start),
    steps: axes.map(({ step }) => step),
    shape: axes.map(({ count }) => count),
  });
}

function checkBounds(bounds: readonly Bound[], x: Tensor): void {
  const right = Array.isArray(bounds) && bounds.every((bound) => bound == null || Number.isInteger(bound));
  if (right && bounds.length <= x.ndim) return;
  throw new ShapeError(
    `slice: ${describe(bounds)} are no bounds for the axes of a tensor of shape ${showShape(x.shape)}: give an ` +
      "array of integers (null for an end), at most one per axis.",
    "slice",
  );
}

/** Python's slice of an axis of that length. */
export function range(
  length: number,
  start: Bound | undefined,
  stop: Bound | undefined,
  step: number,
): { start: number; step: number; count: number } {
  if (step === 0) throw new ShapeError("slice: a step must not be 0.", "slice");
  const [least, most] = step > 0 ? [0, length] : [-1, length - 1];
  const place = (bound: Bound | undefined, end: number): number =>
    Math.min(most, Math.max(least, bound == null ? end : bound < 0 ? bound + length : bound));
  const [from, to] = step > 0 ? [place(start, 0), place(stop, length)] : [place(start, length - 1), place(stop, -1)];
  return { start: from, step, count: Math.max(0, Math.ceil((to - from) / step)) };
}

/**
 * The elements along axes in reverse order.
 *
 * @param axis - one axis or several; by default all
 * @throws {ShapeError} for an axis that x does not have
 * @example
 * flip(tensor([[1, 2], [3, 4]]), 1).toArray(); // => [[2, 1], [4, 3]]
 */
export function flip(x: Value, axis?: number | readonly number[] | AxesOption, ...none: readonly never[]): Tensor {
  const given = resolve(x, "flip");
  const asked = axisGiven<number | readonly number[]>("flip", axis, none);
  const axes = asked === undefined ? allAxes(given) : axesOf("flip", given, asked);
  if (axes.every((one) => lengthOf(given, one) <= 1)) return given;
  const shape = lastLengths(given, -Math.min(...axes));
  const reversed = shape.map((_, k) => axes.includes(k - shape.length));
  return sliceRule(given, {
    starts: shape.map((length, k) => (reversed[k] ? length - 1 : 0)),
    steps: reversed.map((backwards) => (backwards ? -1 : 1)),
    shape,
  });
}
