import type { Tensor } from "@wengert/array";
import { elementsOf, sizeOf } from "@wengert/array/author";

/** A row of this length goes to the loop on its own; shorter ones are gathered to about this many elements. */
const LONG = 512;
/** What is gathered once for all rows may be longer: a call for each 1000 elements takes a third more time than for each 16000. */
const LONGER = 16384;

/**
 * Calls a loop for rows of the last axis, several at a time where they are short: nothing that repeats is copied as a whole.
 *
 * @param loop - gets for each tensor its elements in these rows, or its only one, in a list that is not to be kept, and a piece of `out`
 */
export function byRows(
  xs: readonly Tensor[],
  shape: readonly number[],
  out: Float64Array,
  loop: (pieces: readonly Float64Array[], out: Float64Array) => void,
): void {
  const length = shape[shape.length - 1];
  const rows = out.length / length;
  const periods = xs.flatMap((z) => (z.size === out.length || z.size === 1 ? [] : [periodOf(z, shape)]));
  // At most an eighth of the rows, where there are many elements: gathering must not take as long as the operation.
  const longer = Math.min(LONGER, Math.max(LONGER >> 2, out.length >> 3));
  const most = periods.every((period) => period * length <= longer) ? longer : LONG;
  let together = Math.min(rows, Math.max(1, Math.floor(most / length)));
  // Whole periods, so that what repeats is gathered once.
  for (const period of periods) if (period <= together) together -= together % period;
  const rowsOfEach = xs.map((x) => rowsOf(x, shape, together));
  const pieces = new Array<Float64Array>(xs.length);
  for (let row = 0; row < rows; row += together) {
    const count = Math.min(together, rows - row);
    for (let k = 0; k < pieces.length; k++) pieces[k] = rowsOfEach[k](row, count);
    loop(pieces, piece(out, row * length, count * length));
  }
}

/** After how many rows a tensor repeats itself in the broadcast `shape`: all its own, if it only lacks leading axes; else Infinity. */
function periodOf(x: Tensor, shape: readonly number[]): number {
  let [size, rows] = [1, 1];
  for (let axis = 1; size < x.size; axis++) {
    const length = x.shape[x.ndim - axis];
    if (axis > 1 && length !== shape[shape.length - axis]) return Number.POSITIVE_INFINITY;
    size *= length;
    if (axis > 1) rows *= length;
  }
  return rows;
}

/** What a tensor has in some rows of the broadcast `shape`: a piece of its own data where it can be, else a copy. */
function rowsOf(x: Tensor, shape: readonly number[], together: number): (row: number, count: number) => Float64Array {
  const data = elementsOf(x);
  const length = shape[shape.length - 1];
  if (x.size === 1) return () => data;
  if (x.size === sizeOf(shape)) return (row, count) => piece(data, row * length, count * length);
  const own = x.shape[x.ndim - 1];
  const offsets = rowOffsets(x.shape, shape);
  if (together === 1) return (row) => data.subarray(offsets[row], offsets[row] + own);
  const buffer = new Float64Array(together * length);
  const fill = (row: number, count: number): void => {
    for (let r = 0, k = 0; r < count; r++) {
      let from = offsets[row + r];
      if (own === 1) for (const end = k + length; k < end; k++) buffer[k] = data[from];
      else for (const end = k + length; k < end; k++) buffer[k] = data[from++];
    }
  };
  const repeats = together % periodOf(x, shape) === 0;
  if (repeats) fill(0, Math.min(together, offsets.length));
  return (row, count) => {
    if (!repeats) fill(row, count);
    return piece(buffer, 0, count * length);
  };
}

function piece(data: Float64Array, from: number, length: number): Float64Array {
  return length === data.length ? data : data.subarray(from, from + length);
}

/** Where each row of the broadcast `shape` starts in a tensor of shape `own`; a row is the last axis. */
function rowOffsets(own: readonly number[], shape: readonly number[]): Int32Array {
  const lead = shape.length - own.length;
  let offsets = Int32Array.of(0);
  let stride = sizeOf(own);
  for (let axis = 0; axis < shape.length - 1; axis++) {
    const length = axis < lead ? 1 : own[axis - lead];
    stride /= length;
    const step = length === 1 ? 0 : stride;
    const next = new Int32Array(offsets.length * shape[axis]);
    for (let i = 0, k = 0; i < offsets.length; i++) {
      for (let j = 0; j < shape[axis]; j++) next[k++] = offsets[i] + j * step;
    }
    offsets = next;
  }
  return offsets;
}
