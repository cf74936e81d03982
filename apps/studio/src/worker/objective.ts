import {
  inUnits,
  type Kernel,
  kernelOf,
  negativeLogLikelihood,
  Pairs,
  type Places,
  parametersOf,
  priorOf,
  type Sample,
  sampleOf,
  symmetric,
  type Tree,
  type Units,
  UserError,
  unitsOf,
  valuesIn,
} from "@wengert/gp-app/model";
import { flatten, unflatten } from "@wengert/tree";
import { add, type Param, type ParamSet, paramsOf, type Tensor, type Value } from "wengert";
import type { Task } from "./protocol.ts";

/**
 * The likelihood of a task as a function of tags. Inside, data and parameters are counted in powers of two that bring them
 * close to 1; what goes in and comes out is in the units of the data.
 */
export class Objective {
  readonly kernel: Kernel<Tree<Value>>;
  readonly theta: Tree<Param>;
  readonly sample: Sample;
  readonly units: Units;
  /** All parameters, fixed ones too, in the model package's order. */
  readonly tags: readonly Param<number>[];
  /** What the outer value of a parameter is multiplied by. */
  readonly factors: readonly number[];
  readonly #prior: ((theta: Tree<Value>) => Value) | undefined;
  readonly #offset: number;
  #pairs: Pairs | undefined;

  constructor({ x, y, covariance }: Task) {
    this.units = unitsOf(x, y);
    const scaled = inUnits(covariance, this.units);
    this.kernel = kernelOf(scaled);
    this.theta = parametersOf(scaled);
    this.tags = leavesOf(this.theta);
    const inner = valuesIn(scaled);
    this.factors = valuesIn(covariance).map((value, i) => inner[i] / value);
    this.#prior = priorOf(scaled);
    this.sample = sampleOf(
      this.inside(x),
      y.map((value) => value / this.units.y),
    );
    this.#offset = y.length * Math.log(this.units.y);
  }

  /** Places in the inner unit. */
  inside(places: Places): Places {
    return places.map((values) => values.map((value) => value / this.units.x));
  }

  /** The parameters that are learned. @throws {UserError} when there are none */
  get params(): ParamSet {
    if (this.tags.every(({ trainable }) => !trainable)) {
      throw new UserError("Every parameter is fixed. Free one of them, and there is something to learn.");
    }
    return paramsOf(this.theta);
  }

  /** Pairs of the observations; they stay while parameters change. */
  get pairs(): Pairs {
    this.#pairs ??= Pairs.within(this.sample.x);
    return this.#pairs;
  }

  /** The covariance of the observations, [n, n]; @param theta - parameters in the tags' place */
  matrix(theta: Tree<Value> = this.theta): Value {
    return symmetric(this.kernel(theta, this.pairs));
  }

  /** The negative log likelihood in inner units, with what the priors add to it. */
  value(theta: Tree<Value> = this.theta): Tensor {
    const likelihood = negativeLogLikelihood(this.matrix(theta), this.sample.y);
    return this.#prior === undefined ? likelihood : add(likelihood, this.#prior(theta));
  }

  /** The same where some parameters have other values: by their number in the model package's order, in inner units. */
  valueWith(others: ReadonlyMap<number, Value>): Tensor {
    const { leaves, structure } = flatten(this.theta);
    const values = leaves.map((tag, i): Value => others.get(i) ?? (tag as Param<number>).value);
    return this.value(unflatten<Tree<Value>>(structure, values));
  }

  /** The same number in the units of the data: a density of y/u is uⁿ times that of y. */
  outside(value: number): number {
    return value + this.#offset;
  }

  /** All values in the units of the data. */
  values(): number[] {
    return this.tags.map((tag, i) => tag.value / this.factors[i]);
  }
}

/** All tags of a tree, fixed ones too, in its order. */
function leavesOf(tree: Tree<Param>): Param<number>[] {
  return flatten(tree).leaves as Param<number>[];
}
