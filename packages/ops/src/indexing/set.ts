import { ShapeError, type Tensor, tensor } from "@wengert/array";
import { broadcastShapes, fromData, kindOf, sameShape, showShape } from "@wengert/array/author";
import { resolve, type Value } from "@wengert/rule";
import { describe } from "../arguments.ts";
import { add, mul } from "../elementwise/arithmetic.ts";
import { stridesOf } from "../kernels/strided.ts";
import { expandTo } from "../shape/broadcastto.ts";
import { reshapeTo } from "../shape/reshape.ts";
import { axisNamed, checkedIndices } from "./checkedindices.ts";
import { replaceElements } from "./replace.ts";
import { type Bound, range } from "./slice.ts";
import type { Indices } from "./take.ts";

/** A regular part of an axis, as Python's `start:stop:step`. */
export interface IndexRange {
  readonly start?: Bound;
  readonly stop?: Bound;
  readonly step?: number;
}

/** What is meant of one axis: an index, several (an array or a Tensor of integers), a range, or null for all of it. */
export type Index = Indices | IndexRange | null;

/** What an entry selects: a list of places of its own axis, or indices that broadcast with those of other axes. */
interface Selected {
  /** Of the result, if the entry is a range. */
  readonly count: number | undefined;
  /** Offsets in the row-major data of x. */
  readonly offsets: Tensor;
}

/**
 * x with other values at some places; the others stay, and x itself is not changed. NumPy's `x[index] = value`, JAX's
 * `x.at[index].set(value)`.
 *
 * The derivative in x is 0 at these places, that in the values comes from there; of several values for one place the last one stays.
 *
 * @param index - one entry for each of the first axes, in an array: an index, an array or Tensor of indices, `{start, stop, step}`, or
 *   null for the whole axis. Several arrays of indices are taken together, element by element, and broadcast. A number or a Tensor alone
 *   is an entry for the first axis
 * @param value - broadcast to the shape of what is selected
 * @throws {ShapeError} for an index that x does not have, or a value that does not fit
 * @example
 * const x = zeros([2, 3]);
 * set(x, [0, 1], 5).toArray(); // => [[0, 5, 0], [0, 0, 0]]
 * set(x, 1, tensor([1, 2, 3])).toArray(); // => [[0, 0, 0], [1, 2, 3]]
 * set(x, [null, [0, 2]], 7).toArray(); // => [[7, 0, 7], [7, 0, 7]]
 * set(x, [null, { start: 1 }], tensor([[8], [9]])).toArray(); // => [[0, 8, 8], [0, 9, 9]]
 */
export function set(x: Value, index: Indices | readonly Index[], value: Value): Tensor {
  const given = resolve(x, "set");
  const entries = (Array.isArray(index) ? index : [index]) as readonly Index[];
  if (entries.length > given.ndim) {
    throw new ShapeError(
      `set: ${entries.length} entries of an index are too many for a tensor of shape ${showShape(given.shape)}.`,
      "set",
    );
  }
  const positions = positionsOf(given, entries);
  const wanted = resolve(value, "set", 2);
  if (!sameShape(broadcastShapes("set", wanted.shape, positions.shape), positions.shape)) {
    throw new ShapeError(
      `set: a value of shape ${showShape(wanted.shape)} does not fit to the ${showShape(positions.shape)} of what is selected.`,
      "set",
    );
  }
  const o = { axes: given.ndim, positionAxes: positions.ndim };
  return replaceElements(given, expandTo(wanted, positions.shape), positions, o);
}

/** The positions of what is selected, in the row-major data of x, in its shape. */
function positionsOf(x: Tensor, entries: readonly Index[]): Tensor {
  const strides = stridesOf(x.shape);
  const parts = x.shape.map((_, axis) => selected(x, axis, strides[axis], entries[axis] ?? null));
  const lists = parts.filter(({ count }) => count === undefined);
  const shared = lists.reduce<readonly number[]>(
    (shape, { offsets }) => broadcastShapes("set", shape, offsets.shape),
    [],
  );
  // Lists of indices that stand together keep their place among the axes, others come first.
  const first = parts.findIndex(({ count }) => count === undefined);
  const together = parts.slice(first, first + lists.length).every(({ count }) => count === undefined);
  const before = together ? parts.slice(0, Math.max(0, first)).length : 0;
  const ranges = parts.filter(({ count }) => count !== undefined);
  const lengths = ranges.map(({ count }) => count as number);
  const shape = [...lengths.slice(0, before), ...shared, ...lengths.slice(before)];
  const aligned = [
    ...lists.map(({ offsets }) => behind(offsets, lengths.length - before)),
    ...ranges.map(({ offsets }, k) => behind(offsets, shape.length - 1 - (k < before ? k : k + shared.length))),
  ];
  return expandTo(
    aligned.reduce<Tensor>((sum, part) => add(sum, part), tensor(0)),
    shape,
  );
}

/** With further axes of length 1 at the end. */
function behind(x: Tensor, count: number): Tensor {
  return count === 0 ? x : reshapeTo(x, [...x.shape, ...new Array<number>(count).fill(1)]);
}

function selected(x: Tensor, axis: number, stride: number, entry: Index): Selected {
  const length = x.shape[axis];
  if (entry === null || isRange(entry)) {
    const { start, stop, step } = boundsOf(entry ?? {});
    const part = range(length, start, stop, step ?? 1);
    const offsets = Float64Array.from({ length: part.count }, (_, i) => (part.start + i * part.step) * stride);
    return { count: part.count, offsets: fromData(offsets, [part.count]) };
  }
  const indices = Array.isArray(entry) ? tensor(entry) : resolve(entry as Value, "set", 1);
  const checked = checkedIndices(indices, { op: "set", length, what: axisNamed(axis, x) });
  return { count: undefined, offsets: mul(checked, stride) };
}

function isRange(entry: Index): entry is IndexRange {
  return typeof entry === "object" && entry !== null && Object.getPrototypeOf(entry) === Object.prototype;
}

function boundsOf(entry: IndexRange): IndexRange {
  const { start, stop, step, ...unknown } = entry;
  const bad = [start, stop, step].find((bound) => bound != null && !Number.isInteger(bound));
  const extra = Object.keys(unknown);
  if (bad === undefined && extra.length === 0) return entry;
  const what = bad === undefined ? `has no "${extra[0]}"` : `has integers or null, not ${kindOf(bad)}`;
  throw new ShapeError(`set: a range is {start, stop, step}; it ${what} (${describe(entry)}).`, "set");
}
