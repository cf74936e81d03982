import { expectOptions, isTensor, kindOf, scalar, type Tensor } from "@wengert/array";
import { isTraced, type Tag, TagBase, UnknownLeafError } from "@wengert/rule";
import type { Constraint } from "./constraint.ts";
import { ConstraintError } from "./errors.ts";

/** A tagged parameter: a handle that models hold and that ops accept in place of a number or Tensor. */
export interface Param<T extends number | Tensor = number | Tensor> extends Tag<T> {
  /** Its value, within its constraint. */
  readonly value: T;
  readonly name: string | undefined;
  /** Whether `paramsOf` finds it. */
  readonly trainable: boolean;
  /** The shape of the value. */
  readonly shape: readonly number[];
  readonly constraint: Constraint | undefined;
}

/** What a parameter is called, what it may be, and whether it is learned. */
export interface ParamOptions {
  /** A name for messages and tables; by default the path at which the parameter is found. */
  readonly name?: string;
  /** What values it may take; by default any. */
  readonly constraint?: Constraint;
  /** `false` keeps it fixed: it is no constant to ops, but `paramsOf` leaves it out. Default true. */
  readonly trainable?: boolean;
}

/** The unconstrained side of a parameter: what transformations follow and optimizers move. */
class Raw extends TagBase implements Tag {
  value: number | Tensor;

  constructor(value: number | Tensor) {
    super();
    this.value = value;
  }
}

class Parameter extends TagBase implements Param {
  readonly name: string | undefined;
  readonly trainable: boolean;
  readonly constraint: Constraint | undefined;
  readonly #raw: Raw;
  #value: number | Tensor;

  constructor(value: number | Tensor, { name, constraint, trainable = true }: ParamOptions) {
    super();
    this.name = name;
    this.trainable = trainable;
    this.constraint = constraint;
    this.#value = value;
    this.#raw = new Raw(constraint === undefined ? value : like(value, constraint.inverse(value)));
  }

  get value(): number | Tensor {
    return this.#value;
  }

  get shape(): readonly number[] {
    return typeof this.#value === "number" ? [] : this.#value.shape;
  }

  static raw(param: Parameter): Raw {
    return param.#raw;
  }

  static write(param: Parameter, raw: number | Tensor): void {
    param.#raw.value = raw;
    param.#value = param.constraint === undefined ? raw : like(param.#value, param.constraint.forward(raw));
  }
}

function like(model: number | Tensor, x: Tensor): number | Tensor {
  return typeof model === "number" ? x.item() : x;
}

/**
 * A parameter to be learned. Put it anywhere in a model, nested as deeply as you like, and use it in ops like a number
 * or Tensor; a parameter in two places is one parameter.
 *
 * @param value - its first value: a number, or a plain Tensor
 * @throws {UnknownLeafError} for a value of another kind, or a traced one
 * @throws {ConstraintError} for a value outside of the constraint
 * @example
 * import { mul, square } from "@wengert/core";
 * import { gradient, param, paramsOf } from "@wengert/params";
 *
 * const model = { length: param(3), name: "rbf" };
 * const grads = gradient(() => mul(2, square(model.length)), paramsOf(model));
 * grads.get(model.length); // => 12
 */
export function param<T extends number | Tensor>(
  value: T,
  options: ParamOptions = {},
): Param<T extends number ? number : Tensor> {
  expectOptions("param", options);
  const called = options.name === undefined ? "param" : `param "${options.name}"`;
  if (typeof value !== "number" && (!isTensor(value) || isTraced(value))) {
    const kind = isTraced(value) ? "a traced value" : kindOf(value);
    throw new UnknownLeafError(`${called}: the value is ${kind}, not a number or plain Tensor.`, "param", options.name);
  }
  const { constraint } = options;
  const refused =
    constraint?.accepts !== undefined && !constraint.accepts(typeof value === "number" ? scalar(value) : value);
  if (refused) {
    throw new ConstraintError(
      `${called}: the value ${value} is not ${constraint.domain ?? "within its constraint"}.`,
      "param",
      options.name,
    );
  }
  return new Parameter(value, options) as Param as never;
}

/** Whether a value is a parameter. */
export function isParam(value: unknown): value is Param {
  return value instanceof Parameter;
}

/** The tag of a parameter's unconstrained value. */
export function rawOf(param: Param): Tag {
  return Parameter.raw(param as Parameter);
}

/** Gives a parameter another unconstrained value. */
export function writeRaw(param: Param, raw: number | Tensor): void {
  Parameter.write(param as Parameter, raw);
}
