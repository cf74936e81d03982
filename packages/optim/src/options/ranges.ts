import { ArgumentError } from "@wengert/array";
import { expectOptions, kindOf } from "@wengert/array/author";

/** The values that a hyperparameter may have, and how a message names them. */
export interface Range {
  readonly holds: (value: unknown) => boolean;
  readonly what: string;
}

/** A range for each option. */
export type Ranges<T> = { readonly [K in keyof Required<T>]: Range };

const finite = (x: unknown): x is number => typeof x === "number" && Number.isFinite(x);

/** Decay factors of means and of steps, for which 1 would mean that nothing new counts, or that nothing is ever forgotten. */
export const fraction: Range = { holds: (x) => finite(x) && x >= 0 && x < 1, what: "a number in [0, 1)" };
export const unitInterval: Range = { holds: (x) => finite(x) && x >= 0 && x <= 1, what: "a number in [0, 1]" };
export const nonNegative: Range = { holds: (x) => finite(x) && x >= 0, what: "a finite number ≥ 0" };
export const positive: Range = { holds: (x) => finite(x) && x > 0, what: "a finite number > 0" };
export const aboveOne: Range = { holds: (x) => finite(x) && x > 1, what: "a finite number > 1" };
export const shrinking: Range = { holds: (x) => finite(x) && x > 0 && x < 1, what: "a number in (0, 1)" };
export const positiveInteger: Range = {
  holds: (x) => Number.isInteger(x) && (x as number) > 0,
  what: "a positive integer",
};
export const wholeNumber: Range = { holds: (x) => Number.isInteger(x) && (x as number) >= 0, what: "an integer ≥ 0" };
export const flag: Range = { holds: (x) => typeof x === "boolean", what: "true or false" };

/**
 * Checks that options are known and within their ranges.
 *
 * @param op - the function whose options they are
 * @throws {ArgumentError} naming the option, and the nearest one for an unknown name
 */
export function checkRanges<T extends object>(op: string, options: T, ranges: Ranges<T>): void {
  expectOptions(op, options, Object.keys(ranges));
  for (const [name, { holds, what }] of Object.entries<Range>(ranges)) {
    const value: unknown = options[name as keyof T];
    if (value !== undefined && !holds(value)) throw refused(op, `${name} must be ${what}`, value);
  }
}

/** The error for a refused value. */
export function refused(op: string, what: string, value: unknown): ArgumentError {
  return new ArgumentError(`${op}: ${what}, not ${kindOf(value)}.`, op);
}
