import { ArgumentError, type WengertError } from "@wengert/tree";
import { expectNoMore, expectNumber, kindOf } from "@wengert/tree/author";
import { ShapeError } from "./errors.ts";
import { decodeElements, type EncodedTensor } from "./json.ts";
import type { NestedArray } from "./nested.ts";
import { roomFor } from "./room.ts";
import { showShape, sizeOf } from "./shape.ts";
import { fromData, scalar } from "./tensor.ts";
import { isTensor, type Tensor } from "./tensorbase.ts";

/** The typed arrays that `tensor` accepts. */
export type TypedArray =
  | Float64Array
  | Float32Array
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array;

/**
 * A Tensor from nested arrays of numbers, or from a typed array. The numbers are copied.
 *
 * @param elements - a number, nested arrays of one length per axis, a typed array, or what `JSON.parse` gives for a Tensor
 * @param shape - the shape to give them, in row-major order; by default the shape of the nesting
 * @throws {ShapeError} when nested arrays differ in length, or the shape has another number of elements
 * @throws {ArgumentError} for an element that is not a number
 * @example
 * import { tensor } from "@wengert/array";
 *
 * tensor([[1, 2, 3], [4, 5, 6]]).shape; // => [2, 3]
 * tensor(Float64Array.of(1, 2, 3, 4), [2, 2]).toArray(); // => [[1, 2], [3, 4]]
 */
export function tensor(elements: NestedArray | TypedArray | EncodedTensor, shape?: readonly number[]): Tensor {
  expectNoMore("tensor", arguments[2]);
  if (isEncoded(elements)) return decoded(elements);
  if (typeof elements === "number" && shape === undefined) return scalar(elements);
  const typed = ArrayBuffer.isView(elements);
  const found = typed ? [elements.length] : shapeOf(elements);
  const wanted = shape === undefined ? found : checkedShape("tensor", shape);
  if (sizeOf(wanted) !== sizeOf(found)) {
    throw new ShapeError(
      `tensor: ${sizeOf(found)} elements do not fill the shape ${showShape(wanted)} of ${sizeOf(wanted)}.`,
      "tensor",
    );
  }
  const data = roomFor("tensor", sizeOf(found));
  if (typed) data.set(elements as TypedArray);
  else fill(elements, found, 0, data, 0, "");
  return fromData(data, wanted);
}

function isEncoded(elements: unknown): elements is EncodedTensor {
  return !isTensor(elements) && (elements as { "~wengert"?: unknown } | null)?.["~wengert"] === "tensor";
}

function decoded(encoded: EncodedTensor): Tensor {
  const found = decodeElements(encoded);
  if (found !== undefined) return fromData(found.data, found.shape);
  throw new ShapeError("tensor: the JSON of a Tensor needs a shape, and data of as many numbers.", "tensor");
}

function shapeOf(elements: NestedArray): number[] {
  const shape: number[] = [];
  for (let at: unknown = elements; Array.isArray(at); at = at[0]) shape.push(at.length);
  return shape;
}

/** Copies one axis. Returns the position after it. */
function fill(
  at: unknown,
  shape: readonly number[],
  axis: number,
  data: Float64Array,
  position: number,
  path: string,
): number {
  if (axis === shape.length) {
    if (typeof at !== "number") throw notANumber(at, path);
    data[position] = at;
    return position + 1;
  }
  if (!Array.isArray(at) || at.length !== shape[axis]) {
    const found = Array.isArray(at) ? `${at.length} elements` : "a bare value";
    throw new ShapeError(
      `tensor: nested arrays must be regular: elements${path} has ${found}, its neighbours ${shape[axis]} elements.`,
      "tensor",
    );
  }
  let next = position;
  for (let i = 0; i < at.length; i++) next = fill(at[i], shape, axis + 1, data, next, `${path}[${i}]`);
  return next;
}

function notANumber(at: unknown, path: string): WengertError {
  const where = `elements${path}`;
  if (isTensor(at)) {
    return new ArgumentError(`tensor: ${where} is a Tensor. Use stack([...], 0) to join tensors.`, "tensor", where);
  }
  if (Array.isArray(at)) {
    return new ShapeError(`tensor: ${where} is an array where its neighbours are numbers.`, "tensor", where);
  }
  return new ArgumentError(`tensor: ${where} is ${kindOf(at)}, not a number.`, "tensor", where);
}

/**
 * A copy of a shape that a caller gave.
 *
 * @throws {ShapeError} for what is no array of non-negative integers
 * @example
 * import { checkedShape } from "@wengert/array/author";
 *
 * checkedShape("zeros", [2, 3]); // => [2, 3]
 * checkedShape("zeros", [2, -1]); // throws ShapeError: zeros
 */
export function checkedShape(op: string, shape: readonly number[]): readonly number[] {
  if (Array.isArray(shape) && shape.every((length) => Number.isInteger(length) && length >= 0)) return shape.slice();
  throw new ShapeError(
    `${op}: a shape is an array of non-negative integers, not ${Array.isArray(shape) ? showShape(shape.map(kindOf)) : kindOf(shape)}.`,
    op,
  );
}

/**
 * A Tensor of one number.
 *
 * @param shape - `[]` for a scalar
 * @example
 * import { full } from "@wengert/array";
 *
 * full([2, 2], 7).toArray(); // => [[7, 7], [7, 7]]
 */
export function full(shape: readonly number[], value: number): Tensor {
  expectNoMore("full", arguments[2]);
  const own = checkedShape("full", shape);
  expectNumber("full", "value", value);
  return fromData(roomFor("full", sizeOf(own)).fill(value), own);
}

/**
 * A Tensor of zeros: `full(shape, 0)`.
 *
 * @example
 * import { zeros } from "@wengert/array";
 *
 * zeros([2, 3]).toArray(); // => [[0, 0, 0], [0, 0, 0]]
 */
export function zeros(shape: readonly number[]): Tensor {
  expectNoMore("zeros", arguments[1]);
  const own = checkedShape("zeros", shape);
  return fromData(roomFor("zeros", sizeOf(own)), own);
}

/**
 * A Tensor of ones: `full(shape, 1)`.
 *
 * @example
 * import { ones } from "@wengert/array";
 *
 * ones([3]).toArray(); // => [1, 1, 1]
 */
export function ones(shape: readonly number[]): Tensor {
  expectNoMore("ones", arguments[1]);
  const own = checkedShape("ones", shape);
  return fromData(roomFor("ones", sizeOf(own)).fill(1), own);
}

/**
 * The identity matrix.
 *
 * @param n - rows
 * @param m - columns, by default as many
 * @example
 * import { eye } from "@wengert/array";
 *
 * eye(2, 3).toArray(); // => [[1, 0, 0], [0, 1, 0]]
 */
export function eye(n: number, m: number = n): Tensor {
  expectNoMore("eye", arguments[2]);
  const shape = checkedShape("eye", [n, m]);
  const data = roomFor("eye", n * m);
  for (let i = 0; i < Math.min(n, m); i++) data[i * m + i] = 1;
  return fromData(data, shape);
}
