import { isTensor, ShapeError, type Tensor, TracedValueError } from "@wengert/array";
import { isPlain } from "@wengert/array/author";
import type { Residuals } from "./leastsquares/residuals.ts";
import type { Curvature, Objective } from "./problem.ts";
import type { Vector } from "./vector.ts";

/**
 * Parameters in the user's form, and the flat vectors that methods work on.
 *
 * @typeParam P - the parameters
 * @typeParam G - their gradient
 * @typeParam Q - what an iteration shows of them
 */
export interface Layout<P, G, Q = unknown> {
  readonly start: Vector;
  /** The parameters as a tree that bounds can be put beside. */
  readonly parts: unknown;
  /** The parameters at a point, as the end of a minimization leaves them. */
  readonly finish: (x: Vector) => P;
  readonly gradient: (gradient: Vector) => G;
  /** The parameters at a point, under way. */
  readonly at: (x: Vector) => Q;
  /** A point or gradient as a tree of numbers and Tensors, for transformations; and back. */
  readonly tree: (x: Vector) => unknown;
  readonly vector: (tree: unknown) => Vector;
}

/** What a minimization runs over. */
export interface Space<P, G, Q = unknown> extends Layout<P, G, Q> {
  readonly objective: Objective;
  /** The value alone, without a derivative. */
  readonly valueOnly: Objective;
  readonly curvature: Curvature;
}

/** What a least-squares problem runs over. */
export interface ResidualSpace<P, G, Q = unknown> extends Layout<P, G, Q>, Residuals {}

/** @throws {TracedValueError} for a value that is no plain number */
export function plainValue(value: unknown): number {
  if (typeof value === "number") return value;
  if (isPlain(value) && (value as Tensor).size === 1) return (value as Tensor).item();
  if (isTensor(value) && value.size !== 1) {
    const shape = `[${value.shape.join(", ")}]`;
    throw new ShapeError(`minimize: the objective returned a tensor of shape ${shape}, not a scalar.`, "minimize");
  }
  const message = "minimize: the objective depends on a value that an outer transformation follows";
  throw new TracedValueError(`${message}; a minimization cannot be differentiated by running it`, "minimize");
}

/** @throws {TracedValueError} for residuals that are no plain numbers */
export function plainData(x: Tensor): Vector {
  if (isPlain(x)) return x.data;
  const message = "leastSquares: the residuals depend on a value that an outer transformation follows";
  throw new TracedValueError(`${message}; a fit cannot be differentiated by running it`, "leastSquares");
}
