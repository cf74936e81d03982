/**
 * Why a minimization ended.
 *
 * - `converged`: a criterion of convergence holds
 * - `maxIterations`, `maxEvaluations`: it was cut short
 * - `lineSearch`: no lower value was found along a direction in which the gradient promises one
 * - `trustRegion`: no lower value was found in the smallest region in which a model promises one
 * - `nonFinite`: the value or the gradient is not finite at the start, or after a step that cannot be shortened
 * - `aborted`: by its signal
 * - `stopped`: `onIteration` returned false
 */
export type Status =
  | "converged"
  | "maxIterations"
  | "maxEvaluations"
  | "lineSearch"
  | "trustRegion"
  | "nonFinite"
  | "aborted"
  | "stopped";

/** How a minimization ended, for programs and for people. */
export interface Outcome {
  readonly status: Status;
  readonly message: string;
}

/** The outcome of a criterion that holds. */
export function success(message: string): Outcome {
  return { status: "converged", message };
}

/** A number as it reads in a message. */
export function formatNumber(x: number): string {
  return String(Number(x.toPrecision(3)));
}
