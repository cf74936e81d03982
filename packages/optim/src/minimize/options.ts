import { ArgumentError } from "@wengert/array";
import { expectNumber, expectOptions, kindOf } from "@wengert/array/author";
import type { Bounds } from "../spaces/bounds.ts";
import type { Transformation } from "../transforms/transformation.ts";
import type { IterationOptions, Progress } from "./iterationloop.ts";
import type { Status } from "./outcome.ts";
import type { MinimizeState } from "./savedstate.ts";

/** Methods of `minimize` by name. */
export type MethodName = "lbfgs" | "lbfgsb" | "bfgs" | "cg" | "newton-cg" | "trust-ncg" | "nelder-mead";

/** The progress of a minimization. Its point need not be the best one so far. */
export interface Iteration<P> extends Progress {
  /** The parameters. For a ParamSet, the unconstrained vector: the set itself is written at the end. */
  readonly params: P;
  /** A state that can be saved as JSON and given to `resume`, to continue to the same result. */
  readonly state: MinimizeState;
}

/**
 * Options of `minimize`.
 *
 * @typeParam P - the parameters, as the iterations show them
 */
export interface MinimizeOptions<P = unknown> extends IterationOptions {
  /** A method by name, or a transformation such as `adam(0.1)`. Default "lbfgs"; with bounds, "lbfgsb". */
  readonly method?: MethodName | Transformation | undefined;
  /** Bounds on the parameters, for "lbfgsb" and "nelder-mead". A start outside is moved to the boundary. */
  readonly bounds?: Bounds | undefined;
  /** A state of the minimization of the same function from the same start by the same method, to continue from. */
  readonly resume?: MinimizeState | undefined;
  /** Called after each iteration; `false` ends the minimization there. */
  readonly onIteration?: ((iteration: Iteration<P>) => unknown) | undefined;
}

/** The result of a minimization. */
export interface OptimizeResult<P, G> {
  /** The best parameters found. */
  readonly params: P;
  /** The objective there. */
  readonly value: number;
  /** Its gradient there; NaN from "nelder-mead", which does not compute it. */
  readonly gradient: G;
  readonly iterations: number;
  /** Evaluations of the objective, with or without its gradient. */
  readonly evaluations: number;
  readonly gradientEvaluations: number;
  /** Products of the Hessian with a vector. */
  readonly hessianEvaluations: number;
  /** Whether a minimum was found: the status is "converged" or "precision". */
  readonly success: boolean;
  readonly status: Status;
  /** The status in a sentence, with the numbers that decided it. */
  readonly message: string;
  /** One entry for the start and one per iteration; empty without `history: true`. */
  readonly history: readonly Progress[];
}

/** @throws {ArgumentError} for an invalid option */
export function checkOptions(options: IterationOptions, op = "minimize"): void {
  expectOptions(op, options);
  const { maxIterations, maxEvaluations, tolerance, memory, signal } = options;
  for (const [name, value] of Object.entries({ maxIterations, maxEvaluations, tolerance, memory })) {
    if (value !== undefined) expectNumber(op, name, value);
  }
  const demand = (holds: boolean, what: string, given: unknown): void => {
    if (!holds) throw new ArgumentError(`${op}: ${what}, not ${kindOf(given)}.`, op);
  };
  demand(
    maxIterations === undefined || (maxIterations >= 0 && !Number.isNaN(maxIterations)),
    "maxIterations must be ≥ 0",
    maxIterations,
  );
  demand(maxEvaluations === undefined || maxEvaluations >= 1, "maxEvaluations must be ≥ 1", maxEvaluations);
  demand(tolerance === undefined || tolerance >= 0, "tolerance must be ≥ 0", tolerance);
  demand(memory === undefined || (Number.isInteger(memory) && memory > 0), "memory must be a positive integer", memory);
  const watchable = signal === undefined || (typeof signal?.aborted === "boolean" && "addEventListener" in signal);
  demand(watchable, "signal must be an AbortSignal", signal);
}
