import { isTensor, ShapeError, type Tensor, TracedValueError } from "@wengert/array";
import type { Residuals } from "../leastsquares/residualproblem.ts";
import type { Curvature, FirstNaN, Objective } from "../minimize/problem.ts";
import type { Leaf } from "../trees/leaf.ts";
import type { Vector } from "./vector.ts";

/** What may change in a ParamSet while a minimization runs. */
export interface Present {
  /** Whether each parameter is trainable. */
  readonly trainable: () => readonly boolean[];
  /** The unconstrained values. */
  readonly values: () => Vector;
}

/**
 * Parameters in the user's form, and the flat vectors that methods work on.
 *
 * @typeParam P - the parameters
 * @typeParam G - their gradient
 * @typeParam Q - what an iteration shows of them
 */
export interface Layout<P, G, Q = unknown> {
  /** The number of variables. */
  readonly size: number;
  /** A new vector, so that its memory is free when a minimization has left it. */
  readonly start: () => Vector;
  /** The present state of a ParamSet; a tree has none. */
  readonly present?: Present;
  /** The parameters as a tree of the form that bounds have. */
  readonly parts: unknown;
  /** The path of each variable, with its place in a Tensor. */
  readonly names: () => readonly string[];
  /** The parameters at the end of a minimization; writes those of a ParamSet. */
  readonly finish: (x: Vector) => P;
  readonly gradient: (gradient: Vector) => G;
  /** Names and values for a report of the result `finish` has given. */
  readonly read: (params: unknown) => readonly (readonly [name: string, value: Leaf])[];
  /** The parameters in the middle of a minimization; writes nothing. */
  readonly at: (x: Vector) => Q;
  /** A point or gradient as a tree of numbers and Tensors, as transformations take it. */
  readonly tree: (x: Vector) => unknown;
  /** The inverse of `tree`. */
  readonly vector: (tree: unknown) => Vector;
}

/** An objective over parameters. */
export interface Space<P, G, Q = unknown> extends Layout<P, G, Q> {
  readonly objective: Objective;
  /** The value alone, without a derivative. */
  readonly valueOnly: Objective;
  readonly curvature: Curvature;
  readonly firstNaN: FirstNaN;
}

/** Residuals over parameters. */
export interface ResidualSpace<P, G, Q = unknown> extends Layout<P, G, Q>, Residuals {}

/**
 * An objective with a gradient of 0, marked, where it uses nothing of what it is differentiated by. A gradient by itself would throw;
 * here methods without gradients notice nothing, so that all report it alike, as a status.
 */
export function orConstant(objective: Objective, valueOnly: Objective): Objective {
  return (x) => {
    try {
      return objective(x);
    } catch (error) {
      // Compared by name, because a program may hold several copies of a package.
      if (!(error instanceof Error && error.name === "IndependentLossError")) throw error;
      return { ...valueOnly(x), gradient: new Float64Array(x.length), usesNothing: true };
    }
  };
}

/** @throws {TracedValueError} for a value that is traced, not a plain number */
export function plainValue(value: unknown): number {
  if (typeof value === "number") return value;
  if (isTensor(value) && value.size !== 1) {
    const shape = `[${value.shape.join(", ")}]`;
    throw new ShapeError(`minimize: the objective returned a tensor of shape ${shape}, not a scalar.`, "minimize");
  }
  return numbersOf(value as Tensor, "minimize", "the objective depends", "a minimization")[0];
}

/** @throws {TracedValueError} for residuals that are traced, not plain numbers */
export function plainData(x: Tensor): Vector {
  return numbersOf(x, "leastSquares", "the residuals depend", "a fit");
}

function numbersOf(x: Tensor, op: string, what: string, run: string): Vector {
  try {
    return x.data;
  } catch (cause) {
    const error = new TracedValueError(
      `${op}: ${what} on a value that an outer transformation follows; ${run} goes by numbers, so it cannot be differentiated by ` +
        "running it, nor compiled or run for many values at once. State its result as rule({ name, impl, vjp }), which runs it on numbers, with the " +
        "derivative of the minimum by the implicit function theorem: dx = −H⁻¹ (∂²f/∂x∂θ) dθ; or use stopGradient(θ) where " +
        "a derivative follows it, and the result is to count as a constant.",
      op,
    );
    // So that a rule is known to read numbers, and runs once for each of many values.
    throw Object.assign(error, { cause });
  }
}
