import { isTensor, type Tensor } from "@wengert/array";
import { fromData, sizeOf } from "@wengert/array/author";

/** A number as JSON has it: what JSON cannot write, by name. */
export type EncodedNumber = number | "NaN" | "Infinity" | "-Infinity" | "-0";

/** A number, or a Tensor by its shape and its elements in row-major order. */
export type EncodedValue =
  | EncodedNumber
  | { readonly shape: readonly number[]; readonly data: readonly EncodedNumber[] };

/**
 * A value as JSON, exactly: JSON writes the shortest decimals that give the same 64 bits, but knows neither NaN nor ±∞,
 * and forgets the sign of −0.
 */
export function encode(value: number | Tensor): EncodedValue {
  if (typeof value === "number") return encodeNumber(value);
  return { shape: [...value.shape], data: Array.from(value.data, encodeNumber) };
}

function encodeNumber(x: number): EncodedNumber {
  if (Object.is(x, -0)) return "-0";
  return Number.isFinite(x) ? x : (String(x) as EncodedNumber);
}

/** The value that was encoded; undefined for what is no encoded value. */
export function decode(encoded: unknown): number | Tensor | undefined {
  if (typeof encoded !== "object" || encoded === null) return decodeNumber(encoded);
  const { shape, data } = encoded as { shape?: unknown; data?: unknown };
  if (!Array.isArray(shape) || !Array.isArray(data)) return undefined;
  if (!shape.every((length) => Number.isInteger(length) && length >= 0) || sizeOf(shape) !== data.length)
    return undefined;
  const numbers = data.map(decodeNumber);
  return numbers.includes(undefined) ? undefined : fromData(Float64Array.from(numbers as number[]), shape.slice());
}

const names: readonly unknown[] = ["NaN", "Infinity", "-Infinity", "-0"];

function decodeNumber(encoded: unknown): number | undefined {
  return typeof encoded === "number" || names.includes(encoded) ? Number(encoded) : undefined;
}

/** Whether two values are of one kind and shape. */
export function sameKind(a: number | Tensor, b: number | Tensor): boolean {
  return `${isTensor(a) && a.shape}` === `${isTensor(b) && b.shape}`;
}
