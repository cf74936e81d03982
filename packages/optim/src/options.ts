import { WengertError } from "@wengert/array";
import type { Status } from "./descent.ts";
import type { Progress, RunOptions } from "./run.ts";
import type { Transformation } from "./transformation.ts";

/** Methods of `minimize` by name. */
export type MethodName = "lbfgs";

/** Where a minimization stands, which need not be the best point so far. */
export interface Iteration<P> extends Progress {
  /** The parameters there. Of a ParamSet, the unconstrained vector: the set itself is written at the end. */
  readonly params: P;
}

/**
 * How to minimize.
 *
 * @typeParam P - the parameters, as the iterations show them
 */
export interface MinimizeOptions<P = unknown> extends RunOptions {
  /** A method by name, or a transformation such as `adam(0.1)`. Default "lbfgs". */
  readonly method?: MethodName | Transformation | undefined;
  /** Called after each iteration; `false` ends the minimization there. */
  readonly onIteration?: ((iteration: Iteration<P>) => unknown) | undefined;
}

/** The end of a minimization. */
export interface OptimizeResult<P, G> {
  /** The best parameters found. */
  readonly params: P;
  /** The objective there. */
  readonly value: number;
  /** Its gradient there. */
  readonly gradient: G;
  readonly iterations: number;
  readonly evaluations: number;
  readonly gradientEvaluations: number;
  /** Whether the status is "converged". */
  readonly success: boolean;
  readonly status: Status;
  /** The status in a sentence, with the numbers that decided. */
  readonly message: string;
  /** One entry for the start and one per iteration; empty without `history: true`. */
  readonly history: readonly Progress[];
}

/** @throws {WengertError} for an option that makes no sense */
export function checkOptions({ maxIterations, tolerance, memory }: RunOptions): void {
  demand(
    maxIterations === undefined || (maxIterations >= 0 && !Number.isNaN(maxIterations)),
    "maxIterations must be ≥ 0",
    maxIterations,
  );
  demand(tolerance === undefined || tolerance >= 0, "tolerance must be ≥ 0", tolerance);
  demand(memory === undefined || (Number.isInteger(memory) && memory > 0), "memory must be a positive integer", memory);
}

function demand(holds: boolean, what: string, given: unknown): void {
  if (!holds) throw new WengertError(`minimize: ${what}, not ${String(given)}`, "minimize");
}
