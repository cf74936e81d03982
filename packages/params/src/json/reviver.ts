import { ArgumentError, type Tensor, tensor } from "@wengert/array";
import { place } from "../constraints/constraint.ts";
import { makeParam, type Param } from "../param.ts";
import { constraintNamed } from "./constraintnamed.ts";
import { decode } from "./encode.ts";
import { writtenSides } from "./sides.ts";
import type { EncodedParam } from "./tagjson.ts";

/**
 * Makes Tensors and parameters again of what `JSON.stringify` wrote for them: the second argument of `JSON.parse`.
 *
 * A parameter in two places of what was written comes back as two, and one with a constraint of a program's own does not: to save
 * a model, write `toJSON(model)` and read it with `fromJSON`, which keep what is shared.
 *
 * @throws {ArgumentError} for a parameter whose constraint is not one of the library
 * @throws {ShapeError} for a Tensor whose data do not fill its shape
 * @example
 * import { tensor } from "@wengert/array";
 * import { param, positive, reviver } from "@wengert/params";
 *
 * const text = JSON.stringify({ l: param(3, positive()), x: tensor([1, Number.NaN]) });
 * const { l, x } = JSON.parse(text, reviver);
 * l.constraint.name; // => positive
 * x.toArray(); // => [1, NaN]
 */
export function reviver(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, "~wengert")) return value;
  const { "~wengert": kind } = value as { "~wengert": unknown };
  if (kind === "tensor") return tensor(value as never);
  return kind === "param" ? revived(value as EncodedParam) : value;
}

function revived({ value: encoded, name, constraint: called, trainable, unconstrained }: EncodedParam): Param {
  const refuse = (what: string): ArgumentError =>
    new ArgumentError(`reviver: the parameter ${name === undefined ? "" : `"${name}" `}${what}.`, "reviver", name);
  const value = decode(encoded);
  if (value === undefined) throw refuse("has no value that is a number or a Tensor");
  const constraint = called === undefined ? undefined : constraintNamed(called);
  const raw = unconstrained === undefined ? undefined : decode(unconstrained);
  const sides = raw === undefined ? undefined : writtenSides(constraint, raw, value);
  if (called !== undefined && (constraint === undefined || (raw !== undefined && sides === undefined))) {
    const remedy = "build the model with it, and read its values with fromJSON(model, toJSON(…))";
    throw refuse(`has the constraint ${called}, which is not one of the library: ${remedy}`);
  }
  return makeParam(value, sides ?? place("reviver", "the parameter", name, constraint, value as number | Tensor), {
    ...(name === undefined ? {} : { name }),
    trainable: trainable !== false,
  });
}
