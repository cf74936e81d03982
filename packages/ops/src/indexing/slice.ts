import { ShapeError, type Tensor } from "@wengert/array";
import { fromData, showShape, sizeOf } from "@wengert/array/author";
import { resolve, type Value } from "@wengert/rule";
import { ruleWithAttributes } from "@wengert/rule/library";
import { integersOf, shown } from "../arguments.ts";
import { axisOf, resolveAxes } from "../axes.ts";
import { copyStrided, type Layout, stridesOf } from "../kernels/strided.ts";

/** A regular part of a tensor: along each axis `shape[k]` elements from `starts[k]` on, every `steps[k]`-th. */
interface Part {
  readonly starts: readonly number[];
  readonly steps: readonly number[];
  /** Of the result. */
  readonly shape: readonly number[];
}

function layoutOf(data: Float64Array, shape: readonly number[], { starts, steps }: Part): Layout {
  const strides = stridesOf(shape);
  const start = starts.reduce((sum, from, axis) => sum + from * strides[axis], 0);
  return { data, start, strides: strides.map((stride, axis) => stride * steps[axis]) };
}

const sliceRule: (x: Value, o: Part) => Tensor = /* @__PURE__ */ ruleWithAttributes({
  name: "slice",
  impl: (x: Tensor, part: Part): Tensor => {
    const out = new Float64Array(sizeOf(part.shape));
    const to = { data: out, start: 0, strides: stridesOf(part.shape) };
    copyStrided(part.shape, layoutOf(x.data, x.shape, part), to);
    return fromData(out, part.shape);
  },
  jvp: ([dx], _xs, _y, o) => (dx === undefined ? undefined : sliceRule(dx, o)),
  vjp: (ybar, [x], _y, o) => [embedRule(ybar, { ...o, shape: x.shape })],
});

/** The transpose of a slice: zeros around it, and between its elements. */
const embedRule: (x: Value, o: Part) => Tensor = /* @__PURE__ */ ruleWithAttributes({
  name: "embed",
  impl: (x: Tensor, part: Part): Tensor => {
    const out = new Float64Array(sizeOf(part.shape));
    const from = { data: x.data, start: 0, strides: stridesOf(x.shape) };
    copyStrided(x.shape, from, layoutOf(out, part.shape, part));
    return fromData(out, part.shape);
  },
  jvp: ([dx], _xs, _y, o) => (dx === undefined ? undefined : embedRule(dx, o)),
  vjp: (ybar, [x], _y, o) => [sliceRule(ybar, { ...o, shape: x.shape })],
});

/** `length` elements of one axis, from `start` on. */
export function sliceAxis(x: Tensor, axis: number, start: number, length: number): Tensor {
  if (length === x.shape[axis]) return x;
  const starts = x.shape.map((_, k) => (k === axis ? start : 0));
  return sliceRule(x, { starts, steps: starts.map(() => 1), shape: x.shape.with(axis, length) });
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
    `slice: ${shown(bounds)} are no bounds for the axes of a tensor of shape ${showShape(x.shape)}: give an ` +
      "array of integers (null for an end), at most one per axis.",
    "slice",
  );
}

/** Python's slice of an axis of that length. */
function range(
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
 * @throws {ShapeError} for an axis that x has not
 * @example
 * flip(tensor([[1, 2], [3, 4]]), 1).toArray(); // => [[2, 1], [4, 3]]
 */
export function flip(x: Value, axis?: number | readonly number[]): Tensor {
  const given = resolve(x, "flip");
  const axes = axis === undefined ? [...given.shape.keys()] : resolveAxes("flip", given, axis);
  if (axes.every((one) => given.shape[one] <= 1)) return given;
  return sliceRule(given, {
    starts: given.shape.map((length, k) => (axes.includes(k) ? length - 1 : 0)),
    steps: given.shape.map((_, k) => (axes.includes(k) ? -1 : 1)),
    shape: given.shape,
  });
}

/**
 * A tensor cut along an axis.
 *
 * @param sections - how many equal parts, or the positions to cut at
 * @throws {ShapeError} when the axis is not divisible into that many parts, or is not there
 * @example
 * split(tensor([1, 2, 3, 4]), 2).map((part) => part.toArray()); // => [[1, 2], [3, 4]]
 * split(tensor([1, 2, 3, 4]), [1]).map((part) => part.toArray()); // => [[1], [2, 3, 4]]
 */
export function split(x: Value, sections: number | readonly number[], axis: number = 0): readonly Tensor[] {
  const given = resolve(x, "split");
  const along = axisOf("split", given, axis);
  const length = given.shape[along];
  const cuts =
    typeof sections === "number" ? equalCuts(given, along, sections) : integersOf("split", "positions", sections, 0);
  const ends = [0, ...cuts.map((cut) => Math.min(cut, length)), length];
  return ends.slice(1).map((end, i) => sliceAxis(given, along, ends[i], Math.max(0, end - ends[i])));
}

function equalCuts(x: Tensor, axis: number, parts: number): readonly number[] {
  const length = x.shape[axis] / parts;
  if (Number.isInteger(parts) && parts > 0 && Number.isInteger(length)) {
    return Array.from({ length: parts - 1 }, (_, i) => (i + 1) * length);
  }
  throw new ShapeError(
    `split: axis ${axis} of a tensor of shape ${showShape(x.shape)} cannot be cut into ${parts} equal parts.`,
    "split",
  );
}
