import { ArgumentError, isTensor, type Tensor, TracedValueError } from "@wengert/array";
import { expectOptions, kindOf } from "@wengert/array/author";
import { resolve, type Tag, UnknownLeafError } from "@wengert/rule";
import { formKey, isTraced, noticeForm, ownKey, ownValue, standsForOther, TagBase } from "@wengert/trace";
import {
  type Constraint,
  expectConstraint,
  isConstraint,
  like,
  ofItsOwn,
  type Placed,
  place,
} from "./constraints/constraint.ts";
import { type EncodedParam, encodedParam } from "./json/tagjson.ts";
import type { ParamOptions } from "./paramoptions.ts";
import { paramText, printedAs } from "./printed.ts";
import { Raw, readWhileFollowed } from "./raw.ts";
import { refuseOther } from "./twocopies.ts";

/** A tagged parameter: a handle that models hold and that ops accept in place of a number or Tensor. */
export interface Param<T extends number | Tensor = number | Tensor> extends Tag<T> {
  /**
   * Its value, within its constraint. Of a constrained Tensor it is a copy, since what is written into its `data` would
   * not reach the unconstrained side: `assign` changes both.
   * @throws {TracedValueError} while a transformation or minimizer lets the parameter stand for another value
   */
  readonly value: T;
  readonly name: string | undefined;
  /** Whether it is learned: `paramsOf` finds it, and a gradient follows it. `freeze` and `thaw` change that. */
  readonly trainable: boolean;
  /** The shape of the value. */
  readonly shape: readonly number[];
  /** What values it may take; undefined for any. */
  readonly constraint: Constraint | undefined;
}

class Parameter extends TagBase implements Param {
  readonly name: string | undefined;
  readonly #raw: Raw;
  #value: number | Tensor;
  #constraint: Constraint | undefined;
  #trainable: boolean;

  constructor(value: number | Tensor, { constraint, raw }: Placed, { name, trainable = true }: ParamOptions) {
    super();
    this.name = name;
    this.#value = ofItsOwn(value, constraint);
    this.#constraint = constraint;
    this.#raw = new Raw(raw, name);
    this.#trainable = trainable;
  }

  get value(): number | Tensor {
    if (standsForOther(this)) throw readWhileFollowed(this.name);
    return ofItsOwn(this.#value, this.#constraint);
  }

  set value(_: number | Tensor) {
    throw new ArgumentError("param: a value is not assigned to: write assign(p, value).", "param");
  }

  get [ownKey](): number | Tensor {
    return this.#value;
  }

  get constraint(): Constraint | undefined {
    noticeForm(this);
    return this.#constraint;
  }

  get trainable(): boolean {
    noticeForm(this);
    return this.#trainable;
  }

  get [formKey](): readonly unknown[] {
    return [this.#constraint, this.#trainable];
  }

  get shape(): readonly number[] {
    return typeof this.#value === "number" ? [] : this.#value.shape;
  }

  /** Without this, `p * 2` would silently be NaN. */
  [Symbol.toPrimitive](): never {
    const called = this.name === undefined ? "a parameter" : `the parameter "${this.name}"`;
    throw new TracedValueError(
      `A native operator or template string on ${called}: write mul, add, … of ops, which follow it, or .value for its ` +
        "present value.",
      "operator",
      this.name,
    );
  }

  /** For `JSON.stringify`; `reviver` is the way back. */
  toJSON(): EncodedParam {
    const { value, name, constraint, trainable } = this;
    return encodedParam({ value, raw: this.#raw.value, name, constraint, trainable });
  }

  override toString(): string {
    return paramText(this.#value, this);
  }

  static {
    printedAs(this.prototype, "Param");
  }

  static raw(param: Parameter): Raw {
    return param.#raw;
  }

  static write(param: Parameter, value: number | Tensor, { constraint, raw }: Placed): void {
    param.#value = ofItsOwn(value, constraint);
    param.#constraint = constraint;
    param.#raw.write(raw);
  }

  static setTrainable(param: Parameter, trainable: boolean): void {
    param.#trainable = trainable;
  }
}

/**
 * A parameter to be learned. Put it anywhere in a model, nested as deeply as you like, and use it in ops like a number
 * or Tensor; a parameter in two places is one parameter.
 *
 * @param value - its first value: a number, or a plain Tensor
 * @param options - or only its constraint: `param(2, positive())`
 * @throws {UnknownLeafError} for a value of another kind, or a traced one
 * @throws {ConstraintError} for a value outside of the constraint
 * @throws {ArgumentError} for options of the wrong kind
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
  options: ParamOptions | Constraint = {},
): Param<T extends number ? number : Tensor> {
  const given: ParamOptions = isConstraint(options) ? { constraint: options } : options;
  if (typeof options === "function") expectConstraint("param", options);
  expectOptions("param", given, ["name", "constraint", "trainable"]);
  const { name, constraint, trainable } = given;
  if (name !== undefined && typeof name !== "string") throw wrong("name", "a string", name);
  if (trainable !== undefined && typeof trainable !== "boolean") throw wrong("trainable", "a boolean", trainable);
  const called = name === undefined ? "param" : `param "${name}"`;
  if (typeof value !== "number" && (!isTensor(value) || isTraced(value))) {
    const kind = isTraced(value) ? "a traced value" : kindOf(value);
    throw new UnknownLeafError(`${called}: the value is ${kind}, not a number or plain Tensor.`, "param", name);
  }
  return new Parameter(value, place("param", called, name, constraint, value), given) as Param as never;
}

function wrong(option: string, wanted: string, value: unknown): ArgumentError {
  return new ArgumentError(`param: ${option} must be ${wanted}, not ${kindOf(value)}.`, "param");
}

/** A parameter that is already placed within its constraint. */
export function makeParam(value: number | Tensor, placed: Placed, options: ParamOptions): Param {
  return new Parameter(value, placed, options);
}

/**
 * Whether a value is a parameter.
 *
 * @throws {TwoCopiesError} for a parameter of another copy of this package: it would be left out of what is learned
 * @example
 * import { isParam, param } from "@wengert/params";
 *
 * [isParam(param(1)), isParam(1)]; // => [true, false]
 */
export function isParam(value: unknown): value is Param {
  return value instanceof Parameter || refuseOther(value);
}

/** The tag of a parameter's unconstrained value. */
export function rawOf(param: Param): Tag {
  return Parameter.raw(param as Parameter);
}

/** The value that a parameter has at an unconstrained point. */
export function valueAt(param: Param, raw: number | Tensor): number | Tensor {
  const { constraint } = param;
  return constraint === undefined ? raw : like(ownValue(param), resolve(constraint.forward(raw), "forward"));
}

/** Gives a parameter a value of the same kind and shape, and the unconstrained side that belongs to it. */
export function write(param: Param, value: number | Tensor, placed: Placed): void {
  Parameter.write(param as Parameter, value, placed);
}

/** Says whether a parameter is learned. */
export function setTrainable(param: Param, trainable: boolean): void {
  Parameter.setTrainable(param as Parameter, trainable);
}
