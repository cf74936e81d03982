import type { Spelling } from "../compiled/spelling.ts";
import type { Rule } from "../contract.ts";

/** The operations on two numbers that are computed in place, in the form of a spelling. */
const CODES: readonly (string | undefined)[] = ["x y +", "x y -", "x y *", "x y /"];
const SUM = 1;
const DIFFERENCE = 2;
const PRODUCT = 3;
const QUOTIENT = 4;

/** Which of them a spelling says, from 1 on; 0 for none. */
export function arithmeticOf(spelling: Spelling | undefined): number {
  return typeof spelling === "object" && "code" in spelling ? CODES.indexOf(spelling.code) + 1 : 0;
}

/**
 * A rule of two numbers. V8 makes an object of each number that a function gets or returns which it does not inline; for an operation that
 * takes less than that, the call would be most of what a tape does.
 */
export function numberOf(rule: Rule, x: number, y: number): number {
  const { arithmetic } = rule;
  if (arithmetic === PRODUCT) return x * y;
  if (arithmetic === SUM) return x + y;
  if (arithmetic === DIFFERENCE) return x - y;
  if (arithmetic === QUOTIENT) return x / y;
  return (rule as Required<Pick<Rule, "number">>).number(x, y);
}
