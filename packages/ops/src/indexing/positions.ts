import { ShapeError, type Tensor } from "@wengert/array";
import { broadcastShapes, fromData, scalar, showShape, sizeOf } from "@wengert/array/author";
import type { Value } from "@wengert/rule";
import { constantWithAttributes } from "@wengert/rule/library";
import { lastLengths } from "../axes.ts";
import { expand } from "../kernels/broadcast.ts";
import { sorterOf } from "../kernels/order.ts";
import { stridesOf } from "../kernels/strided.ts";

/*
 * Where the elements are that an indexing operation wants: positions in the row-major data of the last axes of a tensor,
 * as `gatherElements` takes them. They are constants to derivatives.
 */

interface Along {
  readonly op: string;
  /** The last axes of the tensor that the indices are for. */
  readonly shape: readonly number[];
  /** The axis that they are indices on, counted from the end. */
  readonly axis: number;
  /** How many last axes of the indices belong to one list of them. */
  readonly indexAxes: number;
}

/** Indices on an axis, counted from its start. */
function checked(indices: Tensor, o: Along): Float64Array {
  return indices.data.map((index) => checkedIndex(index, o));
}

function checkedIndex(index: number, { op, shape, axis }: Along): number {
  const length = shape[shape.length + axis];
  if (Number.isInteger(index) && index >= -length && index < length) return index < 0 ? index + length : index;
  throw new ShapeError(
    `${op}: there is no index ${index} on axis ${shape.length + axis} of a tensor of shape ${showShape(shape)}.`,
    op,
  );
}

/** Where the slices at these indices of an axis are: the axis is replaced by the axes of the indices. */
export const slicePositions: (indices: Value, o: Along) => Tensor = /* @__PURE__ */ constantWithAttributes({
  name: "take",
  impl: (indices: Tensor, o: Along): Tensor => {
    const { shape, axis, indexAxes } = o;
    if (indices.ndim === 0 && shape.length === 1) return scalar(checkedIndex(indices.item(), o));
    const along = shape.length + axis;
    const [before, after] = [shape.slice(0, along), shape.slice(along + 1)];
    const lead = indices.shape.slice(0, indices.ndim - indexAxes);
    const own = lastLengths(indices, indexAxes);
    const [count, run, size] = [sizeOf(before), sizeOf(after), sizeOf(own)];
    const wanted = checked(indices, o);
    const at = new Float64Array(sizeOf(lead) * count * size * run);
    for (let block = 0, k = 0; k < at.length; block++) {
      for (let b = 0; b < count; b++) {
        for (let i = 0; i < size; i++) {
          const from = (b * shape[along] + wanted[block * size + i]) * run;
          for (let a = 0; a < run; a++) at[k++] = from + a;
        }
      }
    }
    return fromData(at, [...lead, ...before, ...own, ...after]);
  },
});

/** Where the elements at these indices of an axis are, one per index; the other axes broadcast. */
export const elementPositions: (indices: Value, o: Along) => Tensor = /* @__PURE__ */ constantWithAttributes({
  name: "gather",
  impl: (indices: Tensor, o: Along): Tensor => {
    const { op, shape, axis, indexAxes } = o;
    const along = shape.length + axis;
    const lead = indices.shape.slice(0, indices.ndim - indexAxes);
    const own = broadcastShapes(op, shape.with(along, 1), lastLengths(indices, indexAxes));
    const full = [...lead, ...own];
    const stride = stridesOf(shape)[along];
    // Where the lines along the axis begin.
    const firsts = Float64Array.from(
      { length: sizeOf(shape.with(along, 1)) },
      (_, line) => Math.floor(line / stride) * stride * shape[along] + (line % stride),
    );
    const steps = expand(fromData(checked(indices, o), indices.shape), full).data;
    const origins = expand(fromData(firsts, shape.with(along, 1)), full).data;
    return fromData(
      steps.map((step, k) => origins[k] + step * stride),
      full,
    );
  },
});

interface Order {
  /** How many last axes are sorted as one tensor. */
  readonly axes: number;
  /** The axis to sort along, counted from the end. */
  readonly axis: number;
}

/** Where the elements along an axis are in ascending order, NaN last; equal ones keep their order. */
export const sortedPositions: (x: Value, o: Order) => Tensor = /* @__PURE__ */ constantWithAttributes({
  name: "sort",
  impl: (x: Tensor, o: Order): Tensor => {
    const block = sizeOf(lastLengths(x, o.axes));
    return sorted(x, o, (position) => position % block);
  },
});

/** The indices along an axis of its elements in ascending order, likewise. */
export const sortedIndices: (x: Value, o: Order) => Tensor = /* @__PURE__ */ constantWithAttributes({
  name: "argsort",
  impl: (x: Tensor, o: Order): Tensor => sorted(x, o, (position, first, stride) => (position - first) / stride),
});

/** For each place the element that comes there, described from its position in the data and where its line begins. */
function sorted(
  { data, shape, ndim }: Tensor,
  { axis }: Order,
  describe: (position: number, first: number, stride: number) => number,
): Tensor {
  const out = new Float64Array(data.length);
  const stride = stridesOf(shape)[ndim + axis];
  const line = new Int32Array(shape[ndim + axis]);
  const sort = sorterOf(data, line.length);
  const lines = data.length / Math.max(1, line.length);
  for (let i = 0; i < lines; i++) {
    const first = Math.floor(i / stride) * stride * line.length + (i % stride);
    for (let k = 0; k < line.length; k++) line[k] = first + k * stride;
    sort(line);
    for (let k = 0; k < line.length; k++) out[first + k * stride] = describe(line[k], first, stride);
  }
  return fromData(out, shape);
}
