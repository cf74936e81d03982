/** A number as JSON has it: what JSON cannot write, by name. */
export type EncodedNumber = number | "NaN" | "Infinity" | "-Infinity" | "-0";

/** A Tensor as JSON: what `JSON.stringify` writes, and `tensor` and the `reviver` of params read. */
export interface EncodedTensor {
  readonly "~wengert": "tensor";
  readonly shape: readonly number[];
  /** In row-major order. */
  readonly data: readonly EncodedNumber[] | Float64Array;
}

/**
 * A number as JSON, exactly: JSON writes the shortest decimals that give the same 64 bits, but knows neither NaN nor ±∞, and
 * forgets the sign of −0.
 *
 * @example
 * import { encodeNumber } from "@wengert/array/author";
 *
 * encodeNumber(0.1); // => 0.1
 * encodeNumber(-0); // => "-0"
 */
export function encodeNumber(x: number): EncodedNumber {
  if (Object.is(x, -0)) return "-0";
  return Number.isFinite(x) ? x : (String(x) as EncodedNumber);
}

/**
 * The number that was encoded; undefined for what is none.
 *
 * @example
 * import { decodeNumber } from "@wengert/array/author";
 *
 * decodeNumber("-Infinity"); // => -Infinity
 * decodeNumber("12"); // => undefined
 */
export function decodeNumber(encoded: unknown): number | undefined {
  return typeof encoded === "number" || names.includes(encoded) ? Number(encoded) : undefined;
}

const names: readonly unknown[] = ["NaN", "Infinity", "-Infinity", "-0"];

/**
 * Shape and elements that were encoded; undefined for what is no encoded Tensor.
 *
 * @example
 * import { tensor } from "@wengert/array";
 * import { decodeElements } from "@wengert/array/author";
 *
 * const json = JSON.parse(JSON.stringify(tensor([1, Number.NaN])));
 * decodeElements(json)?.shape; // => [2]
 * decodeElements({ shape: [3], data: [1] }); // => undefined
 */
export function decodeElements(encoded: unknown): { shape: readonly number[]; data: Float64Array } | undefined {
  if (typeof encoded !== "object" || encoded === null) return undefined;
  const { shape, data } = encoded as { shape?: unknown; data?: unknown };
  if (!Array.isArray(shape) || !shape.every((length) => Number.isInteger(length) && length >= 0)) return undefined;
  if (!Array.isArray(data) && !(data instanceof Float64Array)) return undefined;
  if (data.length !== shape.reduce((size, length) => size * length, 1)) return undefined;
  if (data instanceof Float64Array) return { shape: shape.slice(), data: data.slice() };
  const numbers = data.map(decodeNumber);
  return numbers.includes(undefined)
    ? undefined
    : { shape: shape.slice(), data: Float64Array.from(numbers as number[]) };
}
