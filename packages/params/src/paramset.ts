import { expectFunction, type Tensor } from "@wengert/array";
import { Environment, type Handle, resolve, type Tag, type Value, within } from "@wengert/rule";
import { UnknownParamError } from "./errors.ts";
import { type Param, rawOf, writeRaw } from "./param.ts";
import { Vector } from "./vector.ts";
import { findParams } from "./walk.ts";

/**
 * The parameters of a model, each once, in the order in which they were found.
 *
 * As a vector, a set lives in the unconstrained space.
 */
export class ParamSet implements Iterable<Param> {
  readonly params: readonly Param[];
  /** Where each parameter was first found. */
  readonly paths: readonly string[];
  readonly #layout: Vector;

  constructor(found: readonly (readonly [path: string, param: Param])[]) {
    if (found.length === 0) {
      throw new UnknownParamError(
        "paramsOf: there is no trainable parameter in this tree. Tag what is to be learned with param(value); " +
          "#private fields of classes cannot be seen.",
        "paramsOf",
      );
    }
    this.params = found.map(([, param]) => param);
    this.paths = found.map(([path]) => path);
    this.#layout = new Vector(this.params.map((param) => rawOf(param).value));
  }

  [Symbol.iterator](): Iterator<Param> {
    return this.params[Symbol.iterator]();
  }

  /** How many numbers the vector has. */
  get size(): number {
    return this.#layout.size;
  }

  /** The unconstrained sides of the parameters: what to differentiate by. */
  get raws(): readonly Tag[] {
    return this.params.map(rawOf);
  }

  /** The layout of the parameters in a flat vector. */
  get layout(): Vector {
    return this.#layout;
  }

  /** The position of a parameter, by identity. */
  indexOf(param: Param): number {
    return this.params.indexOf(param);
  }

  /** The present values, unconstrained and flat. */
  toVector(): Float64Array {
    return this.#layout.join(this.params.map((param) => rawOf(param).value));
  }

  /**
   * Gives the parameters the values of a flat unconstrained vector.
   * @throws {ShapeError} when the vector has another length; then nothing is written
   */
  assign(vector: Float64Array): void {
    const parts = this.#layout.split(vector);
    for (const [i, param] of this.params.entries()) writeRaw(param, parts[i]);
  }

  /**
   * Runs `f` with the parameters standing for other unconstrained values; they themselves are not touched.
   *
   * @param raws - one for each parameter
   */
  standingFor<T>(raws: readonly Value[], f: () => T): T {
    const bindings = new Map<Handle, Tensor>();
    for (const [i, param] of this.params.entries()) {
      const raw = resolve(raws[i]);
      bindings.set(rawOf(param), raw);
      bindings.set(param, param.constraint === undefined ? raw : param.constraint.forward(raw));
    }
    return within(new Environment(bindings), f);
  }
}

/**
 * The trainable parameters anywhere in a model: in plain objects, arrays, Maps, Sets, and own fields of any class.
 * A parameter in several places is found once.
 *
 * @param tree - a model, or a single parameter
 * @param filter - keeps those for which it returns true
 * @throws {UnknownParamError} when there are none
 * @example
 * import { param, paramsOf } from "@wengert/params";
 *
 * class Kernel {
 *   lengths = [param(1), param(2)];
 * }
 * paramsOf({ kernel: new Kernel() }).paths; // => ["kernel.lengths[0]", "kernel.lengths[1]"]
 */
export function paramsOf(tree: unknown, filter: (param: Param, path: string) => boolean = () => true): ParamSet {
  expectFunction("paramsOf", "filter", filter);
  const kept = [...findParams(tree)].filter(([param, path]) => param.trainable && filter(param, path));
  return new ParamSet(kept.map(([param, path]) => [path, param] as const));
}
