import { fromData, sizeOf, type Tensor } from "@wengert/array";
import { map1 } from "./broadcast.ts";

/** Below this many terms a sum is plain; above it is split in halves, so that rounding grows with log n only. */
const BLOCK = 128;

/** Σ data[from … from+length), by pairwise summation (Higham 2002, §4.2). */
export function pairwiseSum(data: Float64Array, from: number, length: number): number {
  if (length <= BLOCK) {
    let total = 0;
    for (let i = from; i < from + length; i++) total += data[i];
    return total;
  }
  const half = length >> 1;
  return pairwiseSum(data, from, half) + pairwiseSum(data, from + half, length - half);
}

/** One axis of row-major data, seen as [before, length, after], reduced to [before, after]. */
type AxisReduction = (data: Float64Array, before: number, length: number, after: number) => Float64Array;

function sumAxis(data: Float64Array, before: number, length: number, after: number): Float64Array {
  const out = new Float64Array(before * after);
  for (let b = 0; b < before; b++) {
    if (after === 1) out[b] = pairwiseSum(data, b * length, length);
    else {
      for (let i = 0; i < length; i++) {
        const row = (b * length + i) * after;
        for (let a = 0; a < after; a++) out[b * after + a] += data[row + a];
      }
    }
  }
  return out;
}

/** Reduces axes one after the other, the last first; they keep length 1. */
function reduceAxes(x: Tensor, axes: readonly number[], reduce: AxisReduction): Tensor {
  let { data } = x;
  const shape = x.shape.slice();
  for (const axis of axes.toSorted((a, b) => b - a)) {
    data = reduce(data, sizeOf(shape.slice(0, axis)), shape[axis], sizeOf(shape.slice(axis + 1)));
    shape[axis] = 1;
  }
  return fromData(data, shape);
}

/** A plain Tensor summed over axes, which keep length 1. */
export function sumAxes(x: Tensor, axes: readonly number[]): Tensor {
  if (axes.length === 0) return x;
  if (axes.length < x.ndim) return reduceAxes(x, axes, sumAxis);
  const ones = x.shape.map(() => 1);
  return fromData(Float64Array.of(pairwiseSum(x.data, 0, x.size)), ones);
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
