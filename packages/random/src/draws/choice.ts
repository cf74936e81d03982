import { ArgumentError, ShapeError, type Tensor } from "@wengert/array";
import { expectArray, expectFlag, fromData, kindOf, sizeOf } from "@wengert/array/author";
import { resolve, type Value } from "@wengert/rule";
import { log } from "../numbers/log.ts";
import type { Stream } from "../stream.ts";
import { below, distinct, weighted } from "./discrete.ts";

/** How to choose. */
export interface ChoiceOptions {
  /** Whether the same element can be chosen again. Default true. */
  readonly replace?: boolean;
  /** How likely each element is, in any unit: non-negative, not all 0. By default all are as likely. */
  readonly weights?: readonly number[];
}

/**
 * What is chosen from: the integers below a number, or the slices of a tensor along its first axis.
 *
 * @throws {ArgumentError} for anything else
 */
export function population(op: string, x: unknown): { count: number; from: Tensor | undefined } {
  if (typeof x === "number") {
    if (Number.isSafeInteger(x) && x >= 0) return { count: x, from: undefined };
    throw new ArgumentError(`${op}: a number of elements must be a non-negative integer, not ${x}.`, op);
  }
  if (Array.isArray(x)) throw new ArgumentError(`${op}: x is an array. Wrap it in tensor(...).`, op);
  const from = resolve(x as Value, op);
  if (from.ndim > 0) return { count: from.shape[0], from };
  throw new ShapeError(
    `${op}: there is nothing to choose from in a scalar. For the integers below it give a number.`,
    op,
  );
}

/** Positions in a population of `count`, in the given shape. */
export function positions(stream: Stream, count: number, shape: readonly number[], options: ChoiceOptions): Tensor {
  const { replace = true, weights } = options;
  expectFlag("choice", "replace", replace);
  const wanted = sizeOf(shape);
  if (wanted > 0 && count === 0) throw refuse("there are no elements to choose from");
  if (!replace && wanted > count) {
    throw refuse(`${wanted} different elements are wanted of ${count}: choose fewer, or with {replace: true}`);
  }
  if (weights === undefined) {
    const chosen = replace
      ? Float64Array.from({ length: wanted }, () => below(stream, count))
      : distinct(stream, count, wanted);
    return fromData(chosen, shape);
  }
  const own = checked(weights, count, replace ? Math.min(1, wanted) : wanted);
  return fromData(replace ? weighted(stream, own, wanted) : firstToArrive(stream, own, wanted), shape);
}

function refuse(what: string): ArgumentError {
  return new ArgumentError(`choice: ${what}.`, "choice");
}

/** @param least - how many elements must have a positive weight */
function checked(weights: readonly number[], count: number, least: number): Float64Array {
  expectArray("choice", "weights", weights);
  if (weights.length !== count)
    throw refuse(`weights must be one for each of ${count} elements, not ${weights.length}`);
  const bad = weights.find(
    (weight) => !(typeof weight === "number" && weight >= 0 && weight < Number.POSITIVE_INFINITY),
  );
  if (bad !== undefined) throw refuse(`weights must be non-negative and finite, not ${kindOf(bad)}`);
  const possible = weights.filter((weight) => weight > 0).length;
  if (possible < least) throw refuse(`${least} elements are wanted, but only ${possible} have a positive weight`);
  return Float64Array.from(weights);
}

/**
 * `count` different elements, drawn one after the other by the weights of those that are left: those that come first when each
 * arrives at an exponential time of rate its weight.
 *
 * Source: Efraimidis & Spirakis, "Weighted random sampling with a reservoir", Information Processing Letters 97 (2006).
 */
function firstToArrive(stream: Stream, weights: Float64Array, count: number): Float64Array {
  const times = weights.map((weight) => -log(stream.within()) / weight);
  const order = Float64Array.from(weights, (_, i) => i).filter((i) => weights[i] > 0);
  return order.sort((i, j) => times[i] - times[j]).slice(0, count);
}
