import { matmul } from "@wengert/linalg";
import {
  add,
  div,
  equal,
  greater,
  greaterEqual,
  less,
  lessEqual,
  mul,
  neg,
  notEqual,
  pow,
  square,
  sub,
} from "@wengert/ops";
import type { Known, Manner } from "./known.ts";
import { inverted } from "./matrices.ts";
import type { Call } from "./program.ts";
import { minus, negated, over, plus, product, times } from "./row.ts";

/** The operators on values that are no rows. */
const plain: Readonly<Record<string, Call>> = {
  "+": add,
  "-": sub,
  "*": mul,
  "/": div,
  "@": matmul,
  "^": pow,
  "==": equal,
  "!=": notEqual,
  "<": less,
  "<=": lessEqual,
  ">": greater,
  ">=": greaterEqual,
};

/** An operator's call, and what is known of its result. */
export type Operation = Manner & {
  readonly call: Call;
  /** The second value is part of the call: a square, a reciprocal. */
  readonly unary?: true;
};

/**
 * What an operator between two values calls.
 *
 * @param solve - whether the second is a solve without parentheses
 */
export function infix(sign: string, x: Known, y: Known, solve: boolean): Operation {
  if (sign === "^" && y.number === 2) return { call: square, sign, unary: true };
  if (sign === "^" && y.number === -1) return { call: inverted, sign, unary: true };
  if (!takesRows(sign, x, y)) return { call: plain[sign], sign };
  const transposed = x.transposed === true || y.transposed === true;
  const beside = { transposed, solve };
  if (sign === "*") return { call: times(beside), sign, row: true, transposed };
  if (sign === "@") return { call: product(beside), sign, row: true };
  if (sign === "/") return { call: over, sign, row: true, transposed };
  return { call: sign === "+" ? plus : minus, sign, row: true };
}

/** Whether one of the values may be a row, and the operator has a meaning for it. */
export function takesRows(sign: string, x: Known, y: Known): boolean {
  return (x.row === true || y.row === true) && "+-*/@".includes(sign);
}

/** What a sign before a value calls. */
export function prefix(x: Known): Operation {
  return { call: x.row === true ? negated : neg, row: x.row, transposed: x.transposed };
}

/** The number that an operator gives for two that are written down. */
export function folded(sign: string, x: number | undefined, y: number | undefined): number | undefined {
  if (x === undefined || y === undefined) return undefined;
  if (sign === "+") return x + y;
  if (sign === "-") return x - y;
  if (sign === "*") return x * y;
  return sign === "/" ? x / y : undefined;
}
