import { isTensor, type Tensor } from "@wengert/array";
import { isPlain, kindOf, scalar } from "@wengert/array/author";
import type { Value } from "./contract.ts";
import { hasEscaped, lookUp, tagHere } from "./environment.ts";
import { UnknownLeafError } from "./errors.ts";
import { stack } from "./frame.ts";
import { isTag } from "./tags/tag.ts";
import { isTraced } from "./traced.ts";

/**
 * What a value stands for here and now: a plain Tensor, or a value traced by an open transformation.
 *
 * @param op - who asks; named in the error
 * @param position - of the argument, from 0 on
 * @throws {EscapedTracerError} for a traced value whose transformation is over
 * @throws {UnknownLeafError} for anything that is no Value
 * @example
 * import { resolve } from "@wengert/rule";
 *
 * resolve(3).shape; // => []
 */
export function resolve(value: Value, op: string = "resolve", position: number = 0): Tensor {
  if (typeof value === "number") return scalar(value);
  if (isPlain(value)) return value as Tensor;
  if (isTraced(value)) {
    return value.interpreter === stack.top ? value : (lookUp(value, stack.top) ?? hasEscaped(op));
  }
  if (isTag(value)) return tagHere(value);
  if (isTensor(value)) return value;
  const remedy = isEmptied(value)
    ? "A Tensor that structuredClone or postMessage has copied has no numbers: send toTransferable(x)."
    : value === undefined
      ? "Is there a field of that name?"
      : "Wrap numbers in arrays in tensor(...).";
  throw new UnknownLeafError(
    `${op}: argument ${position + 1} is ${kindOf(value)}, not a number, Tensor or parameter. ${remedy}`,
    op,
  );
}

/** What structuredClone makes of a Tensor: its shape alone. */
function isEmptied(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).join() === "shape";
}
