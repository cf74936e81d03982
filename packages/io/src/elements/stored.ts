import { ArgumentError, type Tensor } from "@wengert/array";
import { fromData, showShape } from "@wengert/array/author";
import { FileFormatError } from "../errors.ts";
import type { ElementType } from "./elementtype.ts";

/** Where the elements of one array stand in a file, and how. */
export interface Layout {
  readonly type: ElementType;
  readonly shape: readonly number[];
  readonly bigEndian?: boolean;
  /** First index fastest. */
  readonly fortran?: boolean;
}

/** Where a message says that something is wrong: the function, and the array in the file. */
export interface Place {
  readonly op: string;
  readonly path?: string;
}

const bigEndianMachine = /* @__PURE__ */ new Uint8Array(/* @__PURE__ */ new Uint16Array([1]).buffer)[0] === 0;

export function refuse({ op, path }: Place, what: string): never {
  throw new FileFormatError(`${op}: ${path === undefined ? "" : `the array "${clipped(path)}": `}${what}.`, op, path);
}

/** At most 80 characters of what a file says, without control characters. */
export function clipped(text: string): string {
  const shown = text.slice(0, 80).replace(/\p{Cc}/gu, "�");
  return text.length > 80 ? `${shown}…` : shown;
}

/**
 * The number of elements of a shape that a file states.
 *
 * @throws {FileFormatError} for a shape that is none, or whose elements would not fit into `maxBytes`
 */
export function countOf(place: Place, shape: readonly unknown[], maxBytes: number): number {
  if (shape.length > 64) refuse(place, `it has ${shape.length} axes; 64 are the most`);
  let count = 1;
  for (const length of shape) {
    if (!Number.isSafeInteger(length) || (length as number) < 0)
      refuse(place, `its shape ${clipped(showShape(shape))} has an axis that is not a whole number of at least 0`);
    count *= length as number;
  }
  // A product that passes through infinity and then meets 0 is NaN.
  if (shape.includes(0)) return 0;
  if (count * 8 > maxBytes)
    refuse(
      place,
      `its shape ${showShape(shape)} takes ${count * 8} bytes as 64-bit numbers, more than maxBytes, ${maxBytes}; raise maxBytes if that is meant`,
    );
  return count;
}

/**
 * The Tensor of elements as they are stored. `bytes` are exactly those of the array.
 *
 * @throws {FileFormatError} for an integer that a double does not hold exactly
 */
export function readStored(place: Place, bytes: Uint8Array, layout: Layout): Tensor {
  const { type, shape, fortran } = layout;
  const stored = new Uint8Array(bytes); // a copy, and so aligned
  order(stored, layout);
  const found = type.widen(stored.buffer);
  const values = fortran === true && shape.length > 1 ? rowMajor(found, shape) : found;
  checkExact(place, values, layout);
  return fromData(values, shape);
}

/** Puts elements into the order of bytes of this machine, in place. */
export function order(stored: Uint8Array, { type, bigEndian }: Layout): void {
  if ((bigEndian === true) !== bigEndianMachine) reverseEach(stored, type.size);
}

/**
 * @param values - those from place `from` on, in row-major order
 * @throws {FileFormatError} for an integer that a double does not hold exactly
 */
export function checkExact(place: Place, values: Float64Array, { type, shape }: Layout, from = 0): void {
  if (type.size === 8 && type.range !== undefined) {
    const at = values.findIndex(Number.isNaN);
    if (at >= 0)
      refuse(
        place,
        `element ${showIndex(from + at, shape)} is beyond ±2^53, where ${type.name} has integers that a 64-bit floating-point number does not; write the array as float64 if rounding is meant`,
      );
  }
}

/**
 * The elements of a Tensor as a file stores them, little-endian and row-major.
 *
 * @throws {ArgumentError} for an element that an integer type does not hold
 */
export function writeStored({ op, path }: Place, x: Tensor, type: ElementType): Uint8Array {
  const { data } = x;
  if (type.range !== undefined) {
    const [lo, hi] = type.range;
    const at = data.findIndex((v) => !(Number.isInteger(v) && v >= lo && v <= hi));
    if (at >= 0) {
      const where = path === undefined ? "" : `"${clipped(path)}": `;
      throw new ArgumentError(
        `${op}: ${where}element ${showIndex(at, x.shape)} is ${data[at]}, which ${type.name} does not hold exactly; round the values, or choose a float type.`,
        op,
        path,
      );
    }
  }
  const bytes = type.narrow(data);
  if (bigEndianMachine) reverseEach(bytes, type.size);
  return bytes;
}

function reverseEach(bytes: Uint8Array, size: number): void {
  if (size === 1) return;
  for (let i = 0; i < bytes.length; i += size) bytes.subarray(i, i + size).reverse();
}

/** First index fastest → last index fastest. */
function rowMajor(found: Float64Array, shape: readonly number[]): Float64Array {
  const out = new Float64Array(found.length);
  const index = shape.map(() => 0);
  const steps = shape.map((_, axis) => shape.slice(0, axis).reduce((product, n) => product * n, 1));
  let from = 0;
  for (let to = 0; to < out.length; to++) {
    out[to] = found[from];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += steps[axis];
      if (++index[axis] < shape[axis]) break;
      from -= steps[axis] * shape[axis];
      index[axis] = 0;
    }
  }
  return out;
}

function showIndex(at: number, shape: readonly number[]): string {
  const index = shape.map(() => 0);
  let rest = at;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    index[axis] = rest % shape[axis];
    rest = Math.floor(rest / shape[axis]);
  }
  return `[${index.join(", ")}]`;
}
