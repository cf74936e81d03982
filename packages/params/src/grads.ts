import { isTensor, type Tensor } from "@wengert/array";
import { add, mul, sub } from "@wengert/ops";
import { inner, isTraced, resolve } from "@wengert/rule";
import { UnknownParamError } from "./errors.ts";
import type { Param } from "./param.ts";
import type { ParamSet } from "./paramset.ts";

type Part = number | Tensor;

/** A gradient by parameter. It is a vector: it can be added, scaled, and made flat; in the unconstrained space. */
export class Grads {
  readonly params: ParamSet;
  readonly #parts: readonly Part[];

  /** @param parts - one for each parameter of the set, in its order */
  constructor(params: ParamSet, parts: readonly Part[]) {
    this.params = params;
    this.#parts = parts;
  }

  /**
   * The gradient with respect to one parameter: a number for a number, a Tensor for a Tensor.
   * @throws {UnknownParamError} for a parameter that is not in the set
   */
  get<T extends number | Tensor>(param: Param<T>): T extends number ? number : Tensor {
    const i = this.params.indexOf(param);
    if (i >= 0) return this.#parts[i] as never;
    const name = param.name === undefined ? "This parameter" : `The parameter "${param.name}"`;
    throw new UnknownParamError(
      `get: ${name} is not in the set that was differentiated by (${this.params.paths.join(", ")}).`,
      "get",
      param.name,
    );
  }

  /** Path, parameter and gradient of each. */
  *entries(): IterableIterator<[path: string, param: Param, gradient: Part]> {
    for (const [i, param] of this.params.params.entries()) yield [this.params.paths[i], param, this.#parts[i]];
  }

  /** Another gradient of the same parameters, part by part. */
  map(f: (gradient: Part, param: Param) => Part): Grads {
    return new Grads(
      this.params,
      this.#parts.map((part, i) => f(part, this.params.params[i])),
    );
  }

  /** @throws {UnknownParamError} when the other one is of other parameters */
  add(other: Grads): Grads {
    return this.#combine("add", other, add);
  }

  /** @throws {UnknownParamError} when the other one is of other parameters */
  sub(other: Grads): Grads {
    return this.#combine("sub", other, sub);
  }

  scale(factor: number): Grads {
    return this.map((part) => likePart(part, mul(factor, part)));
  }

  /** The Euclidean norm of the flat vector. */
  norm(): number {
    const squares = this.#parts.map((part) => inner(resolve(part), resolve(part)));
    return Math.sqrt(squares.reduce((total, square) => total + square, 0));
  }

  /** Flat, in the order of the set. */
  toVector(): Float64Array {
    return this.params.layout.join(this.#parts);
  }

  /**
   * A gradient of the same parameters from a flat vector.
   * @throws {ShapeError} when the vector has another length
   */
  fromVector(vector: Float64Array): Grads {
    return new Grads(this.params, this.params.layout.split(vector));
  }

  #combine(op: string, other: Grads, f: (x: Part, y: Part) => Tensor): Grads {
    const missing = this.params.params.findIndex((param) => other.params.indexOf(param) < 0);
    if (missing >= 0 || other.params.params.length !== this.params.params.length) {
      const which = missing >= 0 ? this.params.paths[missing] : other.params.paths.join(", ");
      throw new UnknownParamError(`${op}: the gradients are of different parameters: see ${which}.`, op, which);
    }
    return this.map((part, param) => likePart(part, f(part, other.get(param))));
  }
}

function likePart(model: Part, x: Tensor): Part {
  return isTensor(model) || isTraced(x) ? x : x.item();
}
