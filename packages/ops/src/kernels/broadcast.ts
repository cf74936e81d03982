import type { Tensor } from "@wengert/array";
import { allocate, broadcastShapes, elementsOf, fromData, sameShape, scalar, sizeOf } from "@wengert/array/author";
import { type BinaryLoop, each1, each2, type UnaryLoop } from "./loops.ts";
import { copyStrided, stridesOf } from "./strided.ts";

/** y = f(x), element by element, of a plain Tensor. */
export function map1(f: (x: number) => number, x: Tensor, loop: UnaryLoop = each1): Tensor {
  if (x.ndim === 0) return scalar(f(x.item()));
  const data = elementsOf(x);
  const out = allocate(data.length);
  loop(data, out, f);
  return fromData(out, x.shape);
}

/** z = f(x, y), element by element, of two plain Tensors that broadcast. */
export function map2(
  name: string,
  f: (x: number, y: number) => number,
  x: Tensor,
  y: Tensor,
  loop: BinaryLoop = each2,
): Tensor {
  if (x.ndim === 0 && y.ndim === 0) return scalar(f(x.item(), y.item()));
  const shape = sharedShape(name, x, y);
  const out = allocate(sizeOf(shape));
  if (out.length === 0) return fromData(out, shape);
  const aligned = (x.size === out.length || x.size === 1) && (y.size === out.length || y.size === 1);
  if (aligned) loop(elementsOf(x), elementsOf(y), out, f);
  else byRows(x, y, shape, out, f, loop);
  return fromData(out, shape);
}

function sharedShape(name: string, x: Tensor, y: Tensor): readonly number[] {
  if (y.ndim === 0) return x.shape;
  return x.ndim === 0 ? y.shape : sameShape(x.shape, y.shape) ? x.shape : broadcastShapes(name, x.shape, y.shape);
}

/** A row of this length goes to the loop on its own; shorter ones are gathered to about this many elements. */
const LONG = 512;
/** What is gathered once for all rows may be longer: a call for each 1000 elements takes a third more time than for each 16000. */
const LONGER = 16384;

/** A loop over rows of the last axis, several at a time where they are short. */
function byRows(
  x: Tensor,
  y: Tensor,
  shape: readonly number[],
  out: Float64Array,
  f: (x: number, y: number) => number,
  loop: BinaryLoop,
): void {
  const length = shape[shape.length - 1];
  const rows = out.length / length;
  const periods = [x, y].flatMap((z) => (z.size === out.length || z.size === 1 ? [] : [periodOf(z, shape)]));
  // At most an eighth of the rows, where there are many elements: gathering must not take as long as the operation.
  const longer = Math.min(LONGER, Math.max(LONGER >> 2, out.length >> 3));
  const most = periods.every((period) => period * length <= longer) ? longer : LONG;
  let together = Math.min(rows, Math.max(1, Math.floor(most / length)));
  // Whole periods, so that what repeats is gathered once.
  for (const period of periods) if (period <= together) together -= together % period;
  const xRows = rowsOf(x, shape, together);
  const yRows = rowsOf(y, shape, together);
  for (let row = 0; row < rows; row += together) {
    const count = Math.min(together, rows - row);
    loop(xRows(row, count), yRows(row, count), piece(out, row * length, count * length), f);
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

/** For few elements a loop is quicker. */
const FEW = 64;

function filled(out: Float64Array, value: number): Float64Array {
  if (out.length > FEW) return out.fill(value);
  for (let i = 0; i < out.length; i++) out[i] = value;
  return out;
}

/** A plain Tensor repeated along the axes where `shape` is longer. */
export function expand(x: Tensor, shape: readonly number[]): Tensor {
  if (sameShape(x.shape, shape)) return x;
  const out = allocate(sizeOf(shape));
  if (x.size === 1) return fromData(filled(out, x.item()), shape);
  const lead = shape.length - x.ndim;
  const own = stridesOf(x.shape);
  const strides = shape.map((_, axis) => (axis < lead || x.shape[axis - lead] === 1 ? 0 : own[axis - lead]));
  copyStrided(shape, { data: elementsOf(x), start: 0, strides }, { data: out, start: 0, strides: stridesOf(shape) });
  return fromData(out, shape);
}
