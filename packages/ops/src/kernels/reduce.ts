import type { Tensor } from "@wengert/array";
import { allocate, elementsOf, extremeKernel, fromData, sizeOf, sumKernel } from "@wengert/array/author";
import { map1 } from "./broadcast.ts";

/** Below this many terms a sum is plain; above it is split in halves, so that rounding grows with log n only. */
const BLOCK = 128;

/** Σ data[from … from+length), by pairwise summation (Higham 2002, §4.2). */
export function pairwiseSum(data: Float64Array, from: number, length: number): number {
  if (length <= BLOCK) {
    // Four independent sums, because each addition to one of them waits for the one before.
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    const end = from + length;
    let i = from;
    for (; i < end - 3; i += 4) {
      a += data[i];
      b += data[i + 1];
      c += data[i + 2];
      d += data[i + 3];
    }
    for (; i < end; i++) a += data[i];
    return a + b + (c + d);
  }
  const half = length >> 1;
  return pairwiseSum(data, from, half) + pairwiseSum(data, from + half, length - half);
}

/** Adds the sum of rows to out[to … to+width), pairwise as above. */
function addRows(data: Float64Array, from: number, rows: number, width: number, out: Float64Array, to: number): void {
  if (rows > BLOCK) {
    const half = rows >> 1;
    const rest = new Float64Array(width);
    addRows(data, from, half, width, out, to);
    addRows(data, from + half * width, rows - half, width, rest, 0);
    for (let a = 0; a < width; a++) out[to + a] += rest[a];
    return;
  }
  let row = 0;
  for (; row < rows - 3; row += 4) {
    const first = from + row * width;
    const [second, third, fourth] = [first + width, first + 2 * width, first + 3 * width];
    for (let a = 0; a < width; a++) {
      out[to + a] += data[first + a] + data[second + a] + (data[third + a] + data[fourth + a]);
    }
  }
  for (; row < rows; row++) for (let a = 0, i = from + row * width; a < width; a++) out[to + a] += data[i + a];
}

/** Fewer numbers, and shorter rows, are reduced by plain loops (measured). */
const FEW = 256;
const SHORTEST = 8;

type Kernel = NonNullable<ReturnType<typeof sumKernel>>;

/** The reduction by a kernel in use, where there is one and the numbers are many. */
function through(
  kernelOf: () => Kernel | undefined,
  data: Float64Array,
  before: number,
  length: number,
  after: number,
): Float64Array | undefined {
  const short = after === 1 ? length < SHORTEST : after < SHORTEST || length * after < FEW;
  if (short || data.length < FEW) return undefined;
  const kernel = kernelOf();
  if (kernel === undefined) return undefined;
  const out = allocate(before * after);
  kernel(data, before, length, after, out);
  return out;
}

/** One axis of row-major data, seen as [before, length, after], reduced to [before, after]. */
export type AxisReduction = (data: Float64Array, before: number, length: number, after: number) => Float64Array;

function sumAxis(data: Float64Array, before: number, length: number, after: number): Float64Array {
  const found = through(sumKernel, data, before, length, after);
  if (found !== undefined) return found;
  const out = new Float64Array(before * after);
  for (let b = 0; b < before; b++) {
    if (after === 1) out[b] = pairwiseSum(data, b * length, length);
    else addRows(data, b * length * after, length, after, out, b * after);
  }
  return out;
}

function maxAxis(data: Float64Array, before: number, length: number, after: number): Float64Array {
  const found = through(() => extremeKernel("max"), data, before, length, after);
  if (found !== undefined) return found;
  const out = new Float64Array(before * after).fill(Number.NEGATIVE_INFINITY);
  for (let b = 0, k = 0; b < before; b++) {
    if (after === 1) {
      let most = Number.NEGATIVE_INFINITY;
      for (const end = k + length; k < end; k++) most = Math.max(most, data[k]);
      out[b] = most;
    } else {
      for (let i = 0; i < length; i++) {
        for (let at = b * after; at < (b + 1) * after; at++) out[at] = Math.max(out[at], data[k++]);
      }
    }
  }
  return out;
}

function minAxis(data: Float64Array, before: number, length: number, after: number): Float64Array {
  const found = through(() => extremeKernel("min"), data, before, length, after);
  if (found !== undefined) return found;
  const out = new Float64Array(before * after).fill(Number.POSITIVE_INFINITY);
  for (let b = 0, k = 0; b < before; b++) {
    if (after === 1) {
      let least = Number.POSITIVE_INFINITY;
      for (const end = k + length; k < end; k++) least = Math.min(least, data[k]);
      out[b] = least;
    } else {
      for (let i = 0; i < length; i++) {
        for (let at = b * after; at < (b + 1) * after; at++) out[at] = Math.min(out[at], data[k++]);
      }
    }
  }
  return out;
}

/**
 * Reduces axes that are counted from the end, in ascending order; they keep length 1. The last axes together, as far as they
 * are all reduced, then one after the other.
 */
export function reduceAxes(x: Tensor, axes: readonly number[], reduce: AxisReduction): Tensor {
  if (axes.length === 0) return x;
  const { ndim } = x;
  const shape = x.shape.slice();
  let left = axes.length;
  let joined = 0;
  let length = 1;
  while (left > 0 && axes[left - 1] === -1 - joined) {
    length *= shape[ndim + axes[--left]];
    joined++;
  }
  let data = joined === 0 ? elementsOf(x) : reduce(elementsOf(x), sizeOf(shape.slice(0, ndim - joined)), length, 1);
  shape.fill(1, ndim - joined);
  while (left > 0) {
    const axis = ndim + axes[--left];
    data = reduce(data, sizeOf(shape.slice(0, axis)), shape[axis], sizeOf(shape.slice(axis + 1)));
    shape[axis] = 1;
  }
  return fromData(data, shape);
}

/** A plain Tensor summed over axes, which keep length 1. */
export function sumAxes(x: Tensor, axes: readonly number[]): Tensor {
  return reduceAxes(x, axes, sumAxis);
}

/** The sum of all elements of a plain Tensor. */
export function sumAll(x: Tensor): number {
  const data = elementsOf(x);
  return data.length < FEW ? pairwiseSum(data, 0, data.length) : sumAxis(data, 1, data.length, 1)[0];
}

/** The greatest element of a plain Tensor over axes, which keep length 1; −∞ where there are none, NaN where one is. */
export function maxAxes(x: Tensor, axes: readonly number[]): Tensor {
  return reduceAxes(x, axes, maxAxis);
}

/** The least element of a plain Tensor over axes, likewise. */
export function minAxes(x: Tensor, axes: readonly number[]): Tensor {
  return reduceAxes(x, axes, minAxis);
}

/** A plain Tensor folded with f over axes, which keep length 1; `initial` where there are no elements. */
export function foldAxes(
  x: Tensor,
  axes: readonly number[],
  f: (folded: number, value: number) => number,
  initial: number,
): Tensor {
  if (axes.length === 0) return map1((value) => f(initial, value), x);
  return reduceAxes(x, axes, (data, before, length, after) => {
    const out = new Float64Array(before * after).fill(initial);
    for (let b = 0, k = 0; b < before; b++) {
      for (let i = 0; i < length; i++) {
        for (let at = b * after; at < (b + 1) * after; at++) out[at] = f(out[at], data[k++]);
      }
    }
    return out;
  });
}
