import type { Tensor } from "@wengert/array";

/** The length of the last axis. */
export function lastOf(x: Tensor): number {
  return x.shape[x.ndim - 1];
}

/** The vectors along the last axis of a plain tensor. */
export function rowsOf(x: Tensor): Float64Array[] {
  return blocksOf(x, lastOf(x));
}

/** The matrices in the last two axes of a plain tensor. */
export function matricesOf(x: Tensor): Float64Array[] {
  return blocksOf(x, lastOf(x) * x.shape[x.ndim - 2]);
}

/** Whether the last two axes are equally long, and not empty. */
export function isSquare(x: Tensor): boolean {
  return x.ndim >= 2 && lastOf(x) > 0 && lastOf(x) === x.shape[x.ndim - 2];
}

function blocksOf(x: Tensor, size: number): Float64Array[] {
  return Array.from({ length: x.size / size }, (_, i) => x.data.subarray(i * size, (i + 1) * size));
}
