import { type EncodedNumber, type EncodedTensor, type Tensor, TracedValueError } from "@wengert/array";
import { encodeNumber } from "@wengert/array/author";
import { isTraced } from "@wengert/trace";
import type { Constraint } from "../constraints/constraint.ts";

/**
 * A parameter as JSON: what `JSON.stringify` writes for it, and `reviver` reads.
 *
 * @example
 * import { type EncodedParam, param, reviver } from "@wengert/params";
 *
 * const text = JSON.stringify(param(2, { name: "scale" }));
 * const encoded: EncodedParam = JSON.parse(text);
 * encoded.name; // => scale
 * JSON.parse(text, reviver).value; // => 2
 */
export interface EncodedParam {
  readonly "~wengert": "param";
  readonly value: EncodedNumber | EncodedTensor;
  readonly name?: string;
  /** The name of its constraint, and the unconstrained side of its value, so that not even the last bit is lost. */
  readonly constraint?: string;
  readonly unconstrained?: EncodedNumber | EncodedTensor;
  readonly trainable?: false;
}

/** The parts of a parameter that JSON has. */
export interface ParamParts {
  readonly value: number | Tensor;
  readonly raw: number | Tensor;
  readonly name: string | undefined;
  readonly constraint: Constraint | undefined;
  readonly trainable: boolean;
}

export function encodedParam({ value, raw, name, constraint, trainable }: ParamParts): EncodedParam {
  return {
    "~wengert": "param",
    value: encoded(value),
    ...(name === undefined ? {} : { name }),
    ...(constraint === undefined
      ? {}
      : { constraint: constraint.name ?? "of the program's own", unconstrained: encoded(raw) }),
    ...(trainable ? {} : { trainable: false }),
  };
}

function encoded(value: number | Tensor): EncodedNumber | EncodedTensor {
  if (typeof value === "number") return encodeNumber(value);
  if (!isTraced(value)) return (value as unknown as { toJSON(): EncodedTensor }).toJSON();
  throw new TracedValueError("toJSON: the value of a parameter is traced.", "toJSON");
}
