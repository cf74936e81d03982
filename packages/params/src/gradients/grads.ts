import { ArgumentError, isTensor, ShapeError, type Tensor } from "@wengert/array";
import { expectFunction, kindOf, sameShape, showShape } from "@wengert/array/author";
import { type AnomalyError, detectAnomaly } from "@wengert/core";
import { add, mul, sub } from "@wengert/ops";
import { resolve, type Value } from "@wengert/rule";
import { isTraced, ownValue } from "@wengert/trace";
import { like } from "../constraints/constraint.ts";
import { UnknownParamError } from "../errors.ts";
import { type EncodedValue, encode } from "../json/encode.ts";
import { type Param, rawOf } from "../param.ts";
import type { ParamSet } from "../paramset.ts";
import { holding, linesText, printedAs, refusedAsLeaf, valueText } from "../printed.ts";
import { memberOf } from "./memberof.ts";

type Part = number | Tensor;
type Again = (raws: readonly Value[]) => unknown;

/**
 * A gradient by parameter. It is a vector: it can be added, scaled, and made flat. It lives in the unconstrained space, so
 * a part has the shape of the parameter's unconstrained side.
 */
export class Grads {
  readonly params: ParamSet;
  readonly #parts: readonly Part[];
  readonly #again: Again | undefined;
  readonly #raws: readonly Value[] | undefined;

  /**
   * @param parts - one for each parameter of the set, in its order
   * @param again - computes the gradient once more, at the `raws` that it was computed at; by default the present values
   */
  constructor(params: ParamSet, parts: readonly Part[], again?: Again, raws?: readonly Value[]) {
    this.params = params;
    this.#parts = parts;
    this.#again = again;
    this.#raws = again && (raws ?? params.params.map((param) => ownValue(rawOf(param))));
  }

  /**
   * Why a value or a gradient is NaN: runs the loss once more, at the values that the parameters had, and looks for the first
   * operation that makes NaN of numbers. It costs nothing unless it is called.
   *
   * @returns the error that names the operation, the line that called it, and what to do; undefined where none makes NaN: it
   * came with the data or the parameters, or there is none
   * @example
   * import { param, paramsOf, withGradient } from "@wengert/params";
   * import { sqrt, square } from "@wengert/ops";
   *
   * const x = param(0);
   * const [, grads] = withGradient(() => square(sqrt(x)), paramsOf(x));
   * grads.get(x); // => NaN
   * grads.anomaly()?.op; // => sqrt
   */
  anomaly(): AnomalyError | undefined {
    const [again, raws] = [this.#again, this.#raws ?? []];
    if (again === undefined) return undefined;
    try {
      detectAnomaly(() => again(raws));
    } catch (error) {
      // By name: a program may hold several copies of a package.
      if ((error as Error).name === "AnomalyError") return error as AnomalyError;
      throw error;
    }
    return undefined;
  }

  /**
   * The gradient with respect to one parameter: a number for a number, a Tensor for a Tensor.
   *
   * @throws {UnknownParamError} for a parameter that is not in the set, or was frozen
   */
  get<T extends number | Tensor>(param: Param<T>): T extends number ? number : Tensor {
    return this.#parts[memberOf("get", this.params, param)] as never;
  }

  /** For `JSON.stringify`: the gradients by path. */
  toJSON(): { readonly [path: string]: EncodedValue } {
    return Object.fromEntries(this.#parts.map((part, i) => [this.params.paths[i], encode(part)]));
  }

  toString(): string {
    return linesText(
      "Grads",
      this.#parts.map((part, i) => [this.params.paths[i], valueText(part)]),
    );
  }

  static {
    printedAs(this.prototype, "Grads");
    refusedAsLeaf(this.prototype, "Hand on the gradients of single parameters, grads.get(p).");
    holding(this.prototype, (x) => ({
      values: x.#parts,
      rebuild: (parts) => new Grads(x.params, parts, x.#again),
    }));
  }

  /** Path, parameter and gradient of each. */
  *entries(): IterableIterator<[path: string, param: Param, gradient: Part]> {
    for (const [i, param] of this.params.params.entries()) yield [this.params.paths[i], param, this.#parts[i]];
  }

  /**
   * Another gradient of the same parameters, part by part.
   *
   * @param f - of a part and its parameter, to a number or Tensor of the same shape
   * @throws {ShapeError} for a part of another shape
   * @throws {UnknownLeafError} for a part that is neither number nor Tensor
   */
  map(f: (gradient: Part, param: Param) => Value): Grads {
    expectFunction("map", "f", f);
    const { params, paths } = this.params;
    return new Grads(
      this.params,
      this.#parts.map((part, i) => fitted("map", paths[i], part, f(part, params[i]))),
      this.#again,
      this.#raws,
    );
  }

  /**
   * @param other - of the same parameters, in any order
   * @throws {UnknownParamError} when it is of other parameters; says which
   */
  add(other: Grads): Grads {
    return this.#combine("add", other, add);
  }

  /**
   * @param other - of the same parameters, in any order
   * @throws {UnknownParamError} when it is of other parameters; says which
   */
  sub(other: Grads): Grads {
    return this.#combine("sub", other, sub);
  }

  /** All parts times a number, or a Tensor of shape []. */
  scale(factor: Value): Grads {
    return this.map((part) => mul(factor, part));
  }

  /**
   * The Euclidean norm of the flat vector.
   *
   * @throws {TracedValueError} inside of an outer transformation
   */
  norm(): number {
    const vector = this.params.layout.join(this.#parts, "norm");
    const largest = vector.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
    if (largest === 0 || !Number.isFinite(largest)) return largest;
    // Relative to the largest, so that squares neither overflow nor vanish.
    return largest * Math.sqrt(vector.reduce((total, x) => total + (x / largest) ** 2, 0));
  }

  /**
   * Flat, in the order of the set.
   *
   * @throws {TracedValueError} inside of an outer transformation
   */
  toVector(): Float64Array {
    return this.params.layout.join(this.#parts, "toVector");
  }

  /**
   * A gradient of the same parameters from a flat vector.
   *
   * @throws {ShapeError} when the vector has another length
   */
  fromVector(vector: Float64Array): Grads {
    return new Grads(this.params, this.params.layout.split(vector));
  }

  #combine(op: string, other: Grads, f: (x: Part, y: Part) => Tensor): Grads {
    if (!(other instanceof Grads)) throw new ArgumentError(`${op}: the other is ${kindOf(other)}, no Grads.`, op);
    const [here, there] = [outside(this.params, other.params), outside(other.params, this.params)];
    if (here.length + there.length > 0) {
      const sides = [...here.map((path) => `${path} only here`), ...there.map((path) => `${path} only in the other`)];
      const message = `${op}: the gradients are of different parameters: ${sides.join(", ")}.`;
      throw new UnknownParamError(message, op, [...here, ...there][0]);
    }
    return this.map((part, param) => f(part, other.get(param)));
  }
}

/** The paths of members of one set that are no members of another. */
function outside(set: ParamSet, other: ParamSet): string[] {
  return set.paths.filter((_, i) => other.indexOf(set.params[i]) < 0).map((path) => path || "(root)");
}

function fitted(op: string, path: string, model: Part, y: Value): Part {
  if (typeof model === "number" && typeof y === "number") return y;
  const x = resolve(y, op);
  const wanted = isTensor(model) ? model.shape : [];
  if (sameShape(x.shape, wanted)) return isTraced(x) ? x : like(model, x);
  const [from, to] = [showShape(wanted), showShape(x.shape)];
  throw new ShapeError(
    `${op}: the part of ${path || "(root)"} has shape ${from}, and became one of shape ${to}.`,
    op,
    path,
  );
}
