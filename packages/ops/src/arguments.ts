import { ShapeError } from "@wengert/array";
import { kindOf } from "@wengert/array/author";

/** A value that somebody gave, as messages show it: at most 80 characters of it. */
export function describe(value: unknown): string {
  const text = Array.isArray(value) ? `[${value.slice(0, 40).map(describe).join(", ")}]` : kindOf(value);
  return text.length <= 80 ? text : `${text.slice(0, 79)}…`;
}

/**
 * Integers that somebody gave, one or several, as a list of our own.
 *
 * @param what - what they should be, for the message: "axes", "counts", …
 * @param least - the least that is allowed
 */
export function integersOf(op: string, what: string, value: unknown, least: number = -Infinity): readonly number[] {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  if (list.every((one): one is number => Number.isInteger(one) && (one as number) >= least)) return list.slice();
  const kind = least === 0 ? "non-negative integers" : "integers";
  throw new ShapeError(`${op}: ${what} must be ${kind}, one or an array of them, not ${describe(value)}.`, op);
}
