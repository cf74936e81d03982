import { fromData, sizeOf, type Tensor } from "@wengert/array";

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

/** One axis of a plain tensor, seen as [before, length, after], added up. */
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

/** A plain Tensor summed over axes, which keep length 1. */
export function sumAxes(x: Tensor, axes: readonly number[]): Tensor {
  if (axes.length === 0) return x;
  const shape = x.shape.map((length, axis) => (axes.includes(axis) ? 1 : length));
  if (axes.length === x.ndim) return fromData(Float64Array.of(pairwiseSum(x.data, 0, x.size)), shape);
  let { data } = x;
  const rest = x.shape.slice();
  for (const axis of axes.toSorted((a, b) => b - a)) {
    data = sumAxis(data, sizeOf(rest.slice(0, axis)), rest[axis], sizeOf(rest.slice(axis + 1)));
    rest[axis] = 1;
  }
  return fromData(data, shape);
}
