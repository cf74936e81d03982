import { type EncodedNumber, type EncodedTensor, isTensor, type Tensor } from "@wengert/array";
import { decodeElements, decodeNumber, encodeNumber, fromData } from "@wengert/array/author";

/** A number, or a Tensor by its shape and its elements in row-major order. */
export type EncodedValue =
  | EncodedNumber
  | { readonly shape: readonly number[]; readonly data: readonly EncodedNumber[] }
  | EncodedTensor;

/** A value as JSON, exactly. */
export function encode(value: number | Tensor): EncodedValue {
  if (typeof value === "number") return encodeNumber(value);
  return { shape: [...value.shape], data: Array.from(value.data, encodeNumber) };
}

/** The value that was encoded; undefined for what is no encoded value. */
export function decode(encoded: unknown): number | Tensor | undefined {
  if (isTensor(encoded)) return encoded;
  if (typeof encoded !== "object" || encoded === null) return decodeNumber(encoded);
  const found = decodeElements(encoded);
  return found === undefined ? undefined : fromData(found.data, found.shape);
}

/** Whether two values are of one kind and shape. */
export function sameKind(a: number | Tensor, b: number | Tensor): boolean {
  return `${isTensor(a) && a.shape}` === `${isTensor(b) && b.shape}`;
}
