import { ArgumentError, isTensor, type Tensor } from "@wengert/array";
import { expectFunction, expectNoMore, kindOf } from "@wengert/array/author";
import { resolve, type Value } from "@wengert/rule";
import {
  beforeChange,
  Environment,
  type Handle,
  isTag,
  isTraced,
  ownValue,
  standsForOther,
  within,
} from "@wengert/trace";
import { ConstraintError, UnknownParamError } from "./errors.ts";
import { few, independent, isPlainValue } from "./independent.ts";
import { type ParamsJSON, paramsJSON } from "./json/paramsjson.ts";
import { type Param, rawOf, valueAt, write } from "./param.ts";
import { linesText, printedAs, refusedAsLeaf } from "./printed.ts";
import { findParams } from "./trees/walk.ts";
import { VectorLayout } from "./vectorlayout.ts";

/**
 * The parameters of a model, each once, in the order in which they were found.
 *
 * As a vector, a set lives in the unconstrained space. Its members and their places in the vector do not change while
 * parameters are frozen and thawed: what is frozen is not followed by gradients, and not written.
 */
export class ParamSet implements Iterable<Param> {
  readonly params: readonly Param[];
  /** Where each parameter was first found. */
  readonly paths: readonly string[];
  readonly #layout: VectorLayout;
  readonly #places: ReadonlyMap<Param, number>;

  /** @throws {UnknownParamError} when there are none */
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
    this.#places = new Map(this.params.map((param, i) => [param, i]));
    this.#layout = new VectorLayout(this.params.map((param) => ownValue(rawOf(param))));
  }

  /** For `JSON.stringify`: what `toJSON(set)` gives, for `fromJSON`. */
  toJSON(): ParamsJSON {
    return paramsJSON(entriesOf(this));
  }

  toString(): string {
    const title = `ParamSet of ${this.params.length} parameters, ${this.size} numbers`;
    return linesText(
      title,
      this.params.map((param, i) => [this.paths[i], (param as { toString(): string }).toString()]),
    );
  }

  static {
    printedAs(this.prototype, "ParamSet");
    refusedAsLeaf(this.prototype, "Hand on the parameters themselves, or the model that they stand in.");
  }

  [Symbol.iterator](): Iterator<Param> {
    return this.params[Symbol.iterator]();
  }

  /** How many numbers the vector has. */
  get size(): number {
    return this.#layout.size;
  }

  /** The unconstrained sides of the parameters: what to differentiate by. */
  get raws(): readonly Value[] {
    return this.params.map((param) => {
      const raw = rawOf(param);
      // One that was passed to a transformation itself, not by its set, is followed in its constrained value.
      if (!standsForOther(param) || standsForOther(raw)) return raw;
      return param.constraint === undefined ? param : param.constraint.inverse(param);
    });
  }

  /** The layout of the parameters in a flat vector. */
  get layout(): VectorLayout {
    return this.#layout;
  }

  /** The position of a parameter, by identity; −1 when it is no member. */
  indexOf(param: Param): number {
    return this.#places.get(param) ?? -1;
  }

  /** The present values, unconstrained and flat. */
  toVector(): Float64Array {
    return this.#layout.join(this.params.map((param) => rawOf(param).value));
  }

  /**
   * Gives the parameters the values of a flat unconstrained vector; frozen ones keep theirs.
   *
   * @throws {ShapeError} when the vector has another length
   * @throws {ConstraintError} where a parameter with a constraint would become NaN; with its path. Nothing is written then
   */
  assign(vector: Float64Array): void {
    beforeChange("assign");
    const raws = this.#layout.split(vector, "assign");
    const values = raws.map((raw, i) => (this.params[i].trainable ? this.#valueAt(raw, i) : undefined));
    for (const [i, param] of this.params.entries()) {
      const value = values[i];
      if (value !== undefined) write(param, value, { constraint: param.constraint, raw: raws[i] });
    }
  }

  /** Rounding may bring a value to the edge of its constraint, even to Infinity. That is allowed; NaN is not. */
  #valueAt(raw: number | Tensor, i: number): number | Tensor {
    const param = this.params[i];
    const value = isNaNIn(raw) ? raw : valueAt(param, raw);
    if (param.constraint === undefined || !isNaNIn(value)) return value;
    const path = this.paths[i];
    const must = param.constraint.domain === undefined ? "" : `, but must be ${param.constraint.domain}`;
    throw new ConstraintError(`assign: ${path || "the parameter"} would be NaN${must}.`, "assign", path);
  }

  /**
   * Runs `f` with the parameters standing for other unconstrained values; they themselves are not touched, and frozen
   * ones stand for what they are.
   *
   * @param raws - one for each parameter
   * @param op - for errors
   * @throws {IndependentLossError} when the parameters are followed, and `f` uses none of them
   */
  standingFor<T>(raws: readonly Value[], f: () => T, op: string = "loss"): T {
    const bindings = new Map<Handle, Tensor>();
    for (const [i, param] of this.params.entries()) {
      if (!param.trainable) continue;
      const raw = resolve(raws[i], "standingFor", i);
      bindings.set(rawOf(param), raw);
      bindings.set(param, param.constraint === undefined ? raw : resolve(param.constraint.forward(raw), "forward"));
    }
    const followed = Array.from(bindings.values()).some(isTraced);
    return within(new Environment(bindings), (environment) => {
      const y = f();
      if (followed && !environment.isUsed && isPlainValue(y)) throw independent(op, this.paths);
      // A parameter that is returned stands for its value only here: outside it would be a constant.
      return isTag(y) ? (resolve(y) as T) : y;
    });
  }
}

const isNaNIn = (x: number | Tensor): boolean => (isTensor(x) ? x.data.some(Number.isNaN) : Number.isNaN(x));

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
  expectNoMore("paramsOf", arguments[2]);
  expectFunction("paramsOf", "filter", filter);
  return new ParamSet(entriesOf(tree).filter(([path, param]) => param.trainable && filter(param, path)));
}

/** The parameters of a model or set, frozen ones included, each once with its path. */
export function entriesOf(tree: unknown): (readonly [path: string, param: Param])[] {
  if (tree instanceof ParamSet) return tree.params.map((param, i) => [tree.paths[i], param] as const);
  return Array.from(findParams(tree), ([param, path]) => [path, param] as const);
}

/**
 * What to differentiate by: the members of a set that are not frozen at present.
 *
 * @throws {ArgumentError} for what is no ParamSet
 * @throws {UnknownParamError} when all are frozen
 */
export function followedIn(op: string, params: ParamSet): ParamSet {
  if (!(params instanceof ParamSet)) {
    throw new ArgumentError(`${op}: params must be paramsOf(model), not ${kindOf(params)}.`, op);
  }
  const entries = entriesOf(params);
  const followed = entries.filter(([, param]) => param.trainable);
  if (followed.length === 0) {
    throw new UnknownParamError(`${op}: all parameters of the set are frozen (${few(params.paths)}); see thaw.`, op);
  }
  return followed.length === entries.length ? params : new ParamSet(followed);
}
