import { ShapeError } from "@wengert/array";
import { kindOf } from "@wengert/array/author";
import type { Value } from "@wengert/rule";

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

/** What may stand behind the first argument: another value, options, both or nothing. */
export type Rest<O> = readonly [options?: O] | readonly [value: Value, options?: O];

/** The two apart. Values are no plain objects. */
export function valueAndOptions<O extends object>(rest: Rest<O>): readonly [value: Value | undefined, options: O] {
  const [first, second] = rest as readonly [unknown, O?];
  const plain = typeof first === "object" && first !== null && Object.getPrototypeOf(first) === Object.prototype;
  return plain ? [undefined, first as O] : [first as Value | undefined, second ?? ({} as O)];
}
