import { ArgumentError, type Tensor } from "@wengert/array";
import { expectOptions, fromData, withPresence } from "@wengert/array/author";
import { answerOf, callSite, isDifferentiated } from "@wengert/trace";

/** How a derivative by many elements is computed. */
export interface ChunkOptions {
  /**
   * How many directions, or cotangents, are followed in one pass. More of them share the work on the values, fewer hold less memory: at
   * most this many times that of the values. Default: as many as have 2²⁰ elements together, at least 8 and at
   * most 256.
   */
  readonly chunk?: number;
}

/**
 * Checks what options say of a chunk.
 *
 * @throws {ArgumentError} for one that is no positive integer
 * @example
 * import { checkChunk } from "@wengert/batch/author";
 *
 * checkChunk("jacfwd", { chunk: 8 });
 * checkChunk("jacfwd", { chunk: 0 }); // throws ArgumentError: positive integer
 */
export function checkChunk(op: string, options: ChunkOptions): void {
  expectOptions(op, options, ["chunk"]);
  const { chunk } = options;
  if (chunk === undefined || (Number.isInteger(chunk) && chunk > 0)) return;
  throw new ArgumentError(
    `${op}: chunk is ${String(chunk)}, but must be a positive integer: the number of directions in one pass.`,
    op,
  );
}

/**
 * How many directions to follow in one pass.
 *
 * @example
 * import { zeros } from "@wengert/array";
 * import { chunkFor } from "@wengert/batch/author";
 *
 * chunkFor([zeros([10])], {}); // => 256
 * chunkFor([zeros([2 ** 16])], {}); // => 16
 * chunkFor([zeros([10])], { chunk: 4 }); // => 4
 */
export function chunkFor(xs: readonly Tensor[], { chunk }: ChunkOptions): number {
  const size = xs.reduce((total, x) => total + x.size, 0);
  return chunk ?? Math.max(8, Math.min(256, Math.floor(2 ** 20 / Math.max(1, size))));
}

/**
 * The tangents, or cotangents, that each move one of some neighbouring elements by 1: [count, ...shape of x].
 *
 * @param marked - say of the zeros that they do not depend, so that ∞ times one is 0; to keep track of that costs time
 * @example
 * import { tensor } from "@wengert/array";
 * import { basis } from "@wengert/batch/author";
 *
 * basis(tensor([5, 6, 7]), 1, 2, false).toArray(); // => [[0, 1, 0], [0, 0, 1]]
 */
export function basis(x: Tensor, start: number, count: number, marked: boolean): Tensor {
  const data = new Float64Array(count * x.size);
  for (let k = 0; k < count; k++) data[k * x.size + start + k] = 1;
  const moved = fromData(data, [count, ...x.shape]);
  return marked ? withPresence(moved, moved) : moved;
}

/**
 * Computes derivatives along single elements; where one is NaN it does so once more, and keeps track of what depends on
 * which element: the NaN may be ∞ times the 0 of another one. Where the result is differentiated further that can happen
 * in its derivative only, and while anomalies are being looked for such a NaN would be taken for one.
 *
 * @param f - gets told whether to mark what it moves
 * @param given - what the derivatives are computed from, and what they are multiplied with
 * @example
 * import { tensor } from "@wengert/array";
 * import { unlessNaN } from "@wengert/batch/author";
 * import { type Tensor } from "@wengert/array";
 *
 * const marks: boolean[] = [];
 * const f = (marked: boolean): Tensor => {
 *   marks.push(marked);
 *   return tensor([marked ? 0 : Number.NaN]);
 * };
 * unlessNaN(f, (y) => [y], []).toArray(); // => [0]
 * marks; // => [false, true]
 */
export function unlessNaN<T>(
  f: (marked: boolean) => T,
  leaves: (result: T) => readonly (Tensor | undefined)[],
  given: readonly (Tensor | undefined)[],
): T {
  if (callSite() !== undefined || given.some((x) => x !== undefined && meetsZeros(x))) return f(true);
  const result = f(false);
  return leaves(result).some((x) => x !== undefined && (isDifferentiated(x) || hasNaN(x))) ? f(true) : result;
}

function isInfinite({ data }: Tensor): boolean {
  return !data.every(Number.isFinite);
}

/** Whether it is, or has a derivative that may be, infinite. */
function meetsZeros(x: Tensor): boolean {
  return isDifferentiated(x) || answerOf(x, isInfinite);
}

function hasNaN(x: Tensor): boolean {
  return answerOf(x, isNaNIn);
}

function isNaNIn({ data }: Tensor): boolean {
  return data.some(Number.isNaN);
}
