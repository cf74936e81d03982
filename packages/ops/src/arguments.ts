import { ShapeError } from "@wengert/array";
import { kindOf } from "@wengert/array/author";

/** Anything that was handed over, as it is written in messages. */
export function shown(value: unknown): string {
  return Array.isArray(value) ? `[${value.map(shown).join(", ")}]` : kindOf(value);
}

/**
 * Integers that somebody gave, one or several.
 *
 * @param what - what they should be, for the message: "axes", "counts", …
 */
export function integersOf(op: string, what: string, value: unknown, least: number = -Infinity): readonly number[] {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  if (list.every((one): one is number => Number.isInteger(one) && (one as number) >= least)) return list;
  const kind = least === 0 ? "non-negative integers" : "integers";
  throw new ShapeError(`${op}: ${what} are ${kind}, one or an array of them, not ${shown(value)}.`, op);
}
