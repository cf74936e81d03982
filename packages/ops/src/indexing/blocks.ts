import { broadcastShapes, fromData, sizeOf } from "@wengert/array/author";
import { expand } from "../kernels/broadcast.ts";

/** How the leading axes of two arguments go together. */
export interface Blocks {
  readonly shape: readonly number[];
  readonly count: number;
  /** Which block of the left argument belongs to block b of the result. */
  readonly left: (b: number) => number;
  readonly right: (b: number) => number;
}

/** The leading axes of two arguments, broadcast. */
export function blocksOf(op: string, left: readonly number[], right: readonly number[]): Blocks {
  if (left.length === 0 && right.length === 0) return { shape: left, count: 1, left: zero, right: zero };
  const shape = broadcastShapes(op, left, right);
  return { shape, count: sizeOf(shape), left: blockIndex(left, shape), right: blockIndex(right, shape) };
}

/** The block of an argument with these leading axes that belongs to a block of `shape`. */
function blockIndex(own: readonly number[], shape: readonly number[]): (b: number) => number {
  if (own.length === 0) return zero;
  const numbers = Float64Array.from({ length: sizeOf(own) }, (_, i) => i);
  const { data } = expand(fromData(numbers, own), shape);
  return (b) => data[b];
}

/** The only block, of an argument without leading axes. */
function zero(): number {
  return 0;
}
