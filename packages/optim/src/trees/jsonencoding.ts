import { isTensor } from "@wengert/array";
import { fromData } from "@wengert/array/author";

/**
 * A value as JSON can hold it. Vectors and Tensors become records of their numbers, and a number that JSON cannot write
 * (NaN, ±Infinity, -0) becomes a record of its name. Entries that are `undefined` are left out.
 */
export function encode(value: unknown): unknown {
  if (typeof value === "number") return isJsonNumber(value) ? value : { number: nameOfNumber(value) };
  if (value instanceof Float64Array) return { vector: numbers(value) };
  if (isTensor(value)) return { tensor: numbers(value.data), shape: value.shape };
  if (Array.isArray(value)) return value.map(encode);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, child]) => child !== undefined);
  return { record: Object.fromEntries(entries.map(([key, child]) => [key, encode(child)])) };
}

/** The inverse of {@link encode}. */
export function decode(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decode);
  if (typeof value !== "object" || value === null) return value;
  const { number, vector, tensor, shape, record } = value as Encoded;
  if (number !== undefined) return Number(number);
  if (vector !== undefined) return Float64Array.from(vector, Number);
  if (tensor !== undefined) return fromData(Float64Array.from(tensor, Number), shape as number[]);
  return Object.fromEntries(Object.entries(record ?? {}).map(([key, child]) => [key, decode(child)]));
}

interface Encoded {
  readonly number?: string;
  readonly vector?: readonly (number | string)[];
  readonly tensor?: readonly (number | string)[];
  readonly shape?: readonly number[];
  readonly record?: Record<string, unknown>;
}

function numbers(vector: Float64Array): (number | string)[] {
  return Array.from(vector, (x) => (isJsonNumber(x) ? x : nameOfNumber(x)));
}

function isJsonNumber(x: number): boolean {
  return Number.isFinite(x) && !Object.is(x, -0);
}

function nameOfNumber(x: number): string {
  return Object.is(x, -0) ? "-0" : String(x);
}
