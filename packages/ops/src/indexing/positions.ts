import { ShapeError, type Tensor } from "@wengert/array";
import { broadcastShapes, cleared, fromData, showShape, sizeOf } from "@wengert/array/author";
import type { Value } from "@wengert/rule";
import { constantWithAttributes, ruleWithAttributes } from "@wengert/rule/library";
import { expand } from "../kernels/broadcast.ts";
import { stridesOf } from "../kernels/strided.ts";

/*
 * Elements by their places: positions in the row-major data of the last axes of a tensor, as a Tensor of integers. Places
 * may depend on data (those of a sort, of an argmax), so they are an argument, which is held.
 */

interface Core {
  /** How many last axes of the first argument the places count in. */
  readonly axes: number;
  /** How many last axes of the places belong to one set of them. */
  readonly places: number;
}

interface Target {
  readonly places: number;
  /** The last axes of the result. */
  readonly shape: readonly number[];
}

/**
 * y_k = x_at(k); linear, with `scatter` as its transpose.
 *
 * @param x - [...b, ...n], `axes` of them n
 * @param at - [...b, ...m] or [...m], places in n
 * @returns [...b, ...m]
 */
export const pick: (x: Value, at: Value, o: Core) => Tensor = /* @__PURE__ */ ruleWithAttributes({
  name: "pick",
  held: [1],
  impl: (x: Tensor, at: Tensor, { axes, places }: Core): Tensor => {
    const [lead, shape] = [x.shape.slice(0, x.ndim - axes), at.shape.slice(at.ndim - places)];
    const blocks = blocksOf("pick", lead, at.shape.slice(0, at.ndim - places));
    const [n, m] = [sizeOf(x.shape.slice(x.ndim - axes)), sizeOf(shape)];
    const [from, index] = [x.data, at.data];
    const out = new Float64Array(blocks.count * m);
    for (let b = 0; b < blocks.count; b++) {
      const [source, first] = [blocks.left(b) * n, blocks.right(b) * m];
      for (let k = 0; k < m; k++) out[b * m + k] = from[source + index[first + k]];
    }
    return fromData(out, [...blocks.shape, ...shape]);
  },
  jvp: ([dx], [, at], _y, o) => (dx === undefined ? undefined : pick(dx, at, o)),
  vjp: (ybar, [x, at], _y, { axes, places }) => [
    scatter(ybar, at, { places, shape: x.shape.slice(x.ndim - axes) }),
    null,
  ],
});

/** y_j = Σ x_k over the k with at(k) = j: the transpose of `pick`. */
export const scatter: (x: Value, at: Value, o: Target) => Tensor = /* @__PURE__ */ ruleWithAttributes({
  name: "scatter",
  held: [1],
  impl: (x: Tensor, at: Tensor, { places, shape }: Target): Tensor => {
    const blocks = blocksOf("scatter", x.shape.slice(0, x.ndim - places), at.shape.slice(0, at.ndim - places));
    const [n, m] = [sizeOf(shape), sizeOf(at.shape.slice(at.ndim - places))];
    const [from, index] = [x.data, at.data];
    const out = cleared(blocks.count * n);
    for (let b = 0; b < blocks.count; b++) {
      const [source, first] = [blocks.left(b) * m, blocks.right(b) * m];
      for (let k = 0; k < m; k++) out[b * n + index[first + k]] += from[source + k];
    }
    return fromData(out, [...blocks.shape, ...shape]);
  },
  jvp: ([dx], [, at], _y, o) => (dx === undefined ? undefined : scatter(dx, at, o)),
  vjp: (ybar, [, at], _y, { places, shape }) => [pick(ybar, at, { axes: shape.length, places }), null],
});

interface Blocks {
  readonly shape: readonly number[];
  readonly count: number;
  /** Which block of either side belongs to block b of the result. */
  readonly left: (b: number) => number;
  readonly right: (b: number) => number;
}

/** Leading axes of two arguments, broadcast. */
function blocksOf(op: string, left: readonly number[], right: readonly number[]): Blocks {
  if (left.length === 0 && right.length === 0) return { shape: left, count: 1, left: () => 0, right: () => 0 };
  const shape = broadcastShapes(op, left, right);
  const count = sizeOf(shape);
  const index = (own: readonly number[]): ((b: number) => number) => {
    const numbers = Float64Array.from({ length: sizeOf(own) }, (_, i) => i);
    const { data } = expand(fromData(numbers, own), shape);
    return (b) => data[b];
  };
  return { shape, count, left: index(left), right: index(right) };
}

interface Along {
  readonly op: string;
  /** Of the tensor that the indices are for: its last axes. */
  readonly shape: readonly number[];
  /** One of them, counted from the end. */
  readonly axis: number;
  /** How many last axes of the indices are theirs. */
  readonly places: number;
}

/** Indices on an axis, counted from its start. */
function checked(indices: Tensor, { op, shape, axis }: Along): Float64Array {
  const length = shape[shape.length + axis];
  return indices.data.map((index) => {
    if (Number.isInteger(index) && index >= -length && index < length) return index < 0 ? index + length : index;
    throw new ShapeError(
      `${op}: there is no index ${index} on axis ${shape.length + axis} of a tensor of shape ${showShape(shape)}.`,
      op,
    );
  });
}

/** Where the slices at these indices of an axis are: the axis is replaced by the axes of the indices. */
export const placesOfSlices: (indices: Value, o: Along) => Tensor = /* @__PURE__ */ constantWithAttributes({
  name: "take",
  impl: (indices: Tensor, o: Along): Tensor => {
    const { shape, axis, places } = o;
    const along = shape.length + axis;
    const [before, after] = [shape.slice(0, along), shape.slice(along + 1)];
    const lead = indices.shape.slice(0, indices.ndim - places);
    const own = indices.shape.slice(indices.ndim - places);
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
export const placesAlong: (indices: Value, o: Along) => Tensor = /* @__PURE__ */ constantWithAttributes({
  name: "gather",
  impl: (indices: Tensor, o: Along): Tensor => {
    const { op, shape, axis, places } = o;
    const along = shape.length + axis;
    const lead = indices.shape.slice(0, indices.ndim - places);
    const own = broadcastShapes(op, shape.with(along, 1), indices.shape.slice(indices.ndim - places));
    const full = [...lead, ...own];
    const stride = stridesOf(shape)[along];
    const firsts = Float64Array.from({ length: sizeOf(shape) }, (_, place) => place).filter(
      (place) => Math.floor(place / stride) % shape[along] === 0,
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
export const ascendingPlaces: (x: Value, o: Order) => Tensor = /* @__PURE__ */ constantWithAttributes({
  name: "sort",
  impl: ({ data, shape, ndim }: Tensor, { axes, axis }: Order): Tensor => {
    const out = new Float64Array(data.length);
    const block = sizeOf(shape.slice(ndim - axes));
    const stride = stridesOf(shape)[ndim + axis];
    const lane = new Int32Array(shape[ndim + axis]);
    const order = (i: number, j: number): number =>
      data[i] - data[j] || Number(Number.isNaN(data[i])) - Number(Number.isNaN(data[j])) || i - j;
    for (let place = 0; place < data.length; place++) {
      if (Math.floor(place / stride) % lane.length !== 0) continue;
      for (let k = 0; k < lane.length; k++) lane[k] = place + k * stride;
      lane.sort(order);
      for (let k = 0; k < lane.length; k++) out[place + k * stride] = lane[k] % block;
    }
    return fromData(out, shape);
  },
});
