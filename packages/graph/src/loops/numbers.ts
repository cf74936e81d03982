import type { Tensor } from "@wengert/array";
import { allocate, elementsOf, presenceOf } from "@wengert/array/author";
import { onesLike } from "@wengert/trace";
import type { Along } from "./known.ts";

/** What goes along of stacks of values. */
export function rowsAlong(xs: readonly Tensor[], along: readonly Along[]): readonly Float64Array[] {
  const rows: Float64Array[] = [];
  for (let i = 0; i < xs.length; i++) {
    if (along[i] !== "nothing") rows.push(elementsOf(xs[i]));
    if (along[i] === "both") rows.push(elementsOf(marksOf(xs[i])));
  }
  return rows;
}

/** Which elements depend, where that goes along. */
export function marksOf(x: Tensor): Tensor {
  return presenceOf(x) ?? onesLike(x);
}

/** So few numbers are copied one by one. */
const SINGLY = 64;

/** Copies some numbers to a place among others. */
export function copyTo(out: Float64Array, place: number, from: Float64Array, first: number, size: number): void {
  if (size > SINGLY) out.set(size === from.length ? from : from.subarray(first, first + size), place);
  else for (let i = 0; i < size; i++) out[place + i] = from[first + i];
}

/** Some of the numbers, as an array of their own. */
export function copyOf(memory: Float64Array, place: number, size: number): Float64Array {
  const out = allocate(size);
  for (let i = 0; i < size; i++) out[i] = memory[place + i];
  return out;
}

/** Writes a value to its place among others of its shape, which lie one behind the other. */
export function put(x: Tensor, out: Float64Array, k: number): void {
  if (x.ndim === 0) out[k] = x.item();
  else out.set(elementsOf(x), k * x.size);
}
