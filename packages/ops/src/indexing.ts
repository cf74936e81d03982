import {
  arange,
  broadcastShapes,
  expectOptions,
  fromData,
  isTensor,
  type NestedArray,
  ShapeError,
  sameShape,
  showShape,
  sizeOf,
  type Tensor,
  tensor,
} from "@wengert/array";
import { concrete, isTag, resolve, ruleWithAttributes, type Value } from "@wengert/rule";
import { add } from "./arithmetic.ts";
import { axisOf } from "./axes.ts";
import { expand } from "./broadcast.ts";
import { broadcastTo, reshape } from "./shape.ts";
import { stridesOf } from "./strided.ts";

/** Positions of integers: a Tensor or (nested) arrays; negative ones count from the end. They are not differentiated. */
export type Indices = Value | NestedArray;

/** Where the elements of the smaller tensor stand in the data of the larger one. */
interface Places {
  readonly at: Int32Array;
  /** Of the result. */
  readonly shape: readonly number[];
}

/** y_k = x_at(k); linear, with `spread` as its transpose. */
const pick: (x: Value, o: Places) => Tensor = /* @__PURE__ */ ruleWithAttributes({
  name: "pick",
  impl: (x: Tensor, { at, shape }: Places): Tensor => {
    const { data } = x;
    const out = new Float64Array(at.length);
    for (let k = 0; k < out.length; k++) out[k] = data[at[k]];
    return fromData(out, shape);
  },
  jvp: ([dx], _xs, _y, o) => (dx === undefined ? undefined : pick(dx, o)),
  vjp: (ybar, [x], _y, { at }) => [spread(ybar, { at, shape: x.shape })],
});

/** y_j = Σ x_k over the k with at(k) = j. */
const spread: (x: Value, o: Places) => Tensor = /* @__PURE__ */ ruleWithAttributes({
  name: "spread",
  impl: (x: Tensor, { at, shape }: Places): Tensor => {
    const { data } = x;
    const out = new Float64Array(sizeOf(shape));
    for (let k = 0; k < at.length; k++) out[at[k]] += data[k];
    return fromData(out, shape);
  },
  jvp: ([dx], _xs, _y, o) => (dx === undefined ? undefined : spread(dx, o)),
  vjp: (ybar, [x], _y, { at }) => [pick(ybar, { at, shape: x.shape })],
});

/** Indices as plain numbers, counted from the start of an axis. */
function checkedIndices(op: string, indices: Indices, x: Tensor, axis: number): Tensor {
  const given =
    isTensor(indices) || isTag(indices) || typeof indices === "number"
      ? concrete(resolve(indices, op, 1))
      : tensor(indices);
  const length = x.shape[axis];
  const checked = given.data.map((index) => {
    if (Number.isInteger(index) && index >= -length && index < length) return index < 0 ? index + length : index;
    throw new ShapeError(
      `${op}: there is no index ${index} on axis ${axis} of a tensor of shape ${showShape(x.shape)}.`,
      op,
    );
  });
  return fromData(checked, given.shape);
}

/**
 * The elements of x at positions along an axis, as NumPy's `take`: the axis is replaced by the axes of the indices.
 *
 * @param indices - a number, (nested) arrays or a Tensor of integers
 * @param axis - by default x is taken in row-major order, as one axis
 * @returns of shape [...x.shape before the axis, ...indices.shape, ...x.shape behind it]
 * @throws {ShapeError} for an index or axis that x has not
 * @example
 * take(tensor([[1, 2], [3, 4], [5, 6]]), [2, 0], 0).toArray(); // => [[5, 6], [1, 2]]
 * take(tensor([10, 20, 30]), -1).item(); // => 30
 */
export function take(x: Value, indices: Indices, axis?: number): Tensor {
  const resolved = resolve(x, "take");
  const given = axis === undefined ? reshape(resolved, [resolved.size]) : resolved;
  const along = axisOf("take", given, axis ?? 0);
  const wanted = checkedIndices("take", indices, given, along);
  const before = given.shape.slice(0, along);
  const after = given.shape.slice(along + 1);
  const run = sizeOf(after);
  const at = new Int32Array(sizeOf(before) * wanted.size * run);
  for (let b = 0, k = 0; k < at.length; b++) {
    for (const index of wanted.data) {
      const from = (b * given.shape[along] + index) * run;
      for (let a = 0; a < run; a++) at[k++] = from + a;
    }
  }
  return pick(given, { at, shape: [...before, ...wanted.shape, ...after] });
}

/** Which element of x stands at each index along an axis; the other axes of the two broadcast. */
function placesAlong(op: string, x: Tensor, indices: Indices, axis: number): Places {
  const along = axisOf(op, x, axis);
  const wanted = checkedIndices(op, indices, x, along);
  if (wanted.ndim !== x.ndim) {
    throw new ShapeError(
      `${op}: the indices have shape ${showShape(wanted.shape)}, x has ${showShape(x.shape)}: they need equally many ` +
        "axes. To take whole slices use take.",
      op,
    );
  }
  const shape = broadcastShapes(op, x.shape.with(along, 1), wanted.shape);
  const at = new Int32Array(sizeOf(shape));
  if (at.length === 0) return { at, shape };
  const stride = stridesOf(x.shape)[along];
  const firsts = arange(x.size).data.filter((place) => Math.floor(place / stride) % x.shape[along] === 0);
  const origin = expand(fromData(firsts, x.shape.with(along, 1)), shape).data;
  const steps = expand(wanted, shape).data;
  for (let k = 0; k < at.length; k++) at[k] = origin[k] + steps[k] * stride;
  return { at, shape };
}

/**
 * One element of x per index, along an axis: y[i, k] = x[i, indices[i, k]] for the last axis of a matrix. NumPy's
 * `take_along_axis`, PyTorch's `gather`.
 *
 * @param indices - integers, with as many axes as x; the other axes broadcast
 * @throws {ShapeError} for an index or axis that x has not, or shapes that do not fit
 * @example
 * gather(tensor([[1, 2], [3, 4]]), [[1], [0]], 1).toArray(); // => [[2], [3]]
 */
export function gather(x: Value, indices: Indices, axis: number = -1): Tensor {
  const given = resolve(x, "gather");
  return pick(given, placesAlong("gather", given, indices, axis));
}

/**
 * x with values added at indices along an axis; values at equal indices add up. The values' part is the transpose of
 * `gather`; PyTorch's `scatter_add`.
 *
 * @param indices - integers, with as many axes as x; the other axes broadcast
 * @param values - what to add; broadcast to the shape of the indices
 * @throws {ShapeError} for an index or axis that x has not, or shapes that do not fit
 * @example
 * scatterAdd(zeros([3]), [0, 2, 2], tensor([1, 10, 20])).toArray(); // => [1, 0, 30]
 */
export function scatterAdd(x: Value, indices: Indices, values: Value, axis: number = -1): Tensor {
  const given = resolve(x, "scatterAdd");
  const { at, shape } = placesAlong("scatterAdd", given, indices, axis);
  const added = resolve(values, "scatterAdd", 2);
  if (!sameShape(broadcastShapes("scatterAdd", added.shape, shape), shape)) {
    throw new ShapeError(
      `scatterAdd: values of shape ${showShape(added.shape)} do not fit to the ${showShape(shape)} of the indices.`,
      "scatterAdd",
    );
  }
  return add(given, spread(broadcastTo(added, shape), { at, shape: given.shape }));
}

/** Along which axis to sort. */
export interface SortOptions {
  /** The axis to sort along. Default the last. */
  readonly axis?: number;
}

/**
 * The elements along an axis in ascending order, NaN last. The derivative moves with the elements; equal ones keep their
 * order.
 *
 * @throws {ShapeError} for an axis that x has not
 * @example
 * sort(tensor([3, 1, 2])).toArray(); // => [1, 2, 3]
 */
export function sort(x: Value, options: SortOptions = {}): Tensor {
  expectOptions("sort", options);
  const { axis = -1 } = options;
  const given = resolve(x, "sort");
  const along = axisOf("sort", given, axis);
  return pick(given, { at: ascending(concrete(given), along), shape: given.shape });
}

function ascending({ data, shape }: Tensor, axis: number): Int32Array {
  const at = new Int32Array(data.length);
  const stride = stridesOf(shape)[axis];
  const lane = new Int32Array(shape[axis]);
  const order = (i: number, j: number): number =>
    data[i] - data[j] || Number(Number.isNaN(data[i])) - Number(Number.isNaN(data[j])) || i - j;
  for (let place = 0; place < data.length; place++) {
    if (Math.floor(place / stride) % lane.length !== 0) continue;
    for (let k = 0; k < lane.length; k++) lane[k] = place + k * stride;
    lane.sort(order);
    for (let k = 0; k < lane.length; k++) at[place + k * stride] = lane[k];
  }
  return at;
}
