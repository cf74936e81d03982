import { isTensor, type Tensor } from "@wengert/array";
import { isPlain, kindOf } from "@wengert/array/author";
import { resolve, UnknownLeafError, type Value } from "@wengert/rule";
import { FormulaError } from "../errors.ts";
import { Row } from "./row.ts";

/** A function as a formula calls it. */
export type Call = (...args: never[]) => unknown;

/** Computes something from the values that were substituted, followed by the parts that have names. */
export type Read = (values: readonly unknown[]) => unknown;

/** A formula as the calls that one would write by hand. */
export interface Program {
  readonly text: string;
  readonly parts: readonly Read[];
  readonly result: Read;
}

/** @param values - those that were substituted; the parts that have names are appended */
export function run({ text, parts, result }: Program, values: unknown[]): Tensor {
  for (let k = 0; k < parts.length; k++) values.push(parts[k](values));
  const y = result(values);
  return isPlain(y) || isTensor(y) ? (y as Tensor) : asTensor(y, text);
}

/** The result of a formula that calls nothing, or not an operation last. */
function asTensor(y: unknown, text: string): Tensor {
  const whole = { start: 0, end: text.length };
  if (y instanceof Row)
    throw new FormulaError("the result is a row, the transpose of a vector, which is there for products.", text, whole);
  try {
    return resolve(y as Value, "math");
  } catch (error) {
    if (!(error instanceof UnknownLeafError)) throw error;
    const names = typeof y === "object" && y !== null && !Array.isArray(y) ? Object.keys(y) : [];
    const remedy = names.length === 0 ? "" : ` Name one of its parts: ${names.map((name) => `.${name}`).join(", ")}.`;
    throw new FormulaError(`the result is ${kindOf(y)}, not a Tensor.${remedy}`, text, whole, error);
  }
}
