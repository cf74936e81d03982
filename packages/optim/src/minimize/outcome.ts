/**
 * Why a minimization ended.
 *
 * - `converged`: a criterion of convergence holds
 * - `precision`: no lower value can be found in 64-bit floating point, and the remaining gradient is explained by rounding
 * - `maxIterations`, `maxEvaluations`, `timeLimit`: a limit was reached
 * - `lineSearch`: no lower value was found along a direction in which the gradient promises one
 * - `trustRegion`: no lower value was found in the smallest region in which a model promises one
 * - `constant`: the objective does not depend on the parameters
 * - `noParameters`: there is nothing to vary, for instance because all parameters are frozen
 * - `unbounded`: the objective falls without end
 * - `infeasible`: no point nearby satisfies all constraints
 * - `nonFinite`: the value or the gradient is not finite at the start, or after a step that cannot be shortened
 * - `aborted`: by its signal
 * - `stopped`: `onIteration` returned false
 */
export type Status =
  | "converged"
  | "precision"
  | "maxIterations"
  | "maxEvaluations"
  | "timeLimit"
  | "lineSearch"
  | "trustRegion"
  | "constant"
  | "noParameters"
  | "unbounded"
  | "infeasible"
  | "nonFinite"
  | "aborted"
  | "stopped";

/** How a minimization ended, for programs and for people. */
export interface Outcome {
  readonly status: Status;
  readonly message: string;
}

/** The outcome without anything to vary. */
export const noParameters: Outcome = {
  status: "noParameters",
  message: "there is nothing to vary: all parameters are frozen, or they have no elements",
};

/** Whether a status means that a minimum was found. */
export function isSuccess(status: string): boolean {
  return status === "converged" || status === "precision";
}

/** The outcome of a criterion that holds. */
export function success(message: string): Outcome {
  return { status: "converged", message };
}

/** A number as it reads in a message. */
export function formatNumber(x: number): string {
  return String(Number(x.toPrecision(3)));
}
