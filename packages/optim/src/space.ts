import { TracedValueError } from "@wengert/array";
import type { Objective } from "./problem.ts";
import type { Vector } from "./vector.ts";

/**
 * What a minimization runs over: parameters in the user's form, and the flat vectors that methods work on.
 *
 * @typeParam P - the parameters
 * @typeParam G - their gradient
 * @typeParam Q - what an iteration shows of them
 */
export interface Space<P, G, Q = unknown> {
  readonly start: Vector;
  readonly objective: Objective;
  /** The parameters at a point, as the end of a minimization leaves them. */
  readonly finish: (x: Vector) => P;
  readonly gradient: (gradient: Vector) => G;
  /** The parameters at a point, under way. */
  readonly at: (x: Vector) => Q;
  /** A point or gradient as a tree of numbers and Tensors, for transformations; and back. */
  readonly tree: (x: Vector) => unknown;
  readonly vector: (tree: unknown) => Vector;
}

/** @throws {TracedValueError} for a value that is no plain number */
export function plainValue(value: unknown): number {
  if (typeof value === "number") return value;
  const message = "minimize: the objective depends on a value that an outer transformation follows";
  throw new TracedValueError(`${message}; a minimization cannot be differentiated by running it`, "minimize");
}
