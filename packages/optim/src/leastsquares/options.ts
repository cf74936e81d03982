import { ArgumentError, type Tensor } from "@wengert/array";
import type { Bounds } from "../bounds.ts";
import type { Iteration, OptimizeResult } from "../options.ts";
import type { RunOptions } from "../run.ts";
import { type Loss, losses } from "./loss.ts";

/** Methods of `leastSquares` by name. */
export type LeastSquaresMethod = "lm" | "trf" | "dogleg";

/**
 * How to fit.
 *
 * @typeParam P - the parameters, as the iterations show them
 */
export interface LeastSquaresOptions<P = unknown> extends Omit<RunOptions, "memory" | "tolerance"> {
  /** Levenberg–Marquardt, trust-region reflective, or Powell's dogleg. Default "lm"; with bounds, "trf". */
  readonly method?: LeastSquaresMethod | undefined;
  /** Where the parameters may be, for "trf". A start outside is moved inside. */
  readonly bounds?: Bounds | undefined;
  /** How much a residual counts. Default "linear": as its square. */
  readonly loss?: Loss | undefined;
  /** The size of residual from which a robust loss begins to count it less. Default 1. */
  readonly lossScale?: number | undefined;
  /**
   * Stop where the sum's relative decrease, a step relative to the parameters, or the cosine between the residual and the
   * Jacobian's columns is at most this. By default, as far as floating point goes.
   */
  readonly tolerance?: number | undefined;
  /** Called after each iteration; `false` ends the fit there. */
  readonly onIteration?: ((iteration: Iteration<P>) => unknown) | undefined;
}

/** The end of a fit. Its value is ½‖r‖², or half the robust sum; its gradient Jᵀr. */
export interface LeastSquaresResult<P, G> extends OptimizeResult<P, G> {
  /** The residuals at the parameters, as the function returned them but flat: [m]. */
  readonly residual: Tensor;
  /** [m, n], with the elements of all leaves one behind the other for columns; a robust loss is not in it. */
  readonly jacobian: Tensor;
  /** [n, n]: (JᵀJ)⁻¹‖r‖²/(m - n), with J and r of the robust problem; Infinity where the data do not determine it. */
  readonly covariance: Tensor;
  /** Roots of the covariance's diagonal, in the form of the gradient. */
  readonly standardErrors: G;
}

/** @throws {ArgumentError} for an option that makes no sense */
export function checkLeastSquares({ method, bounds, loss, lossScale }: LeastSquaresOptions<never>): void {
  const refuse = (what: string): ArgumentError => new ArgumentError(`leastSquares: ${what}.`, "leastSquares");
  if (loss !== undefined && !Object.hasOwn(losses, loss)) {
    throw refuse(`there is no loss "${loss}"; there is "${Object.keys(losses).join('", "')}"`);
  }
  if (lossScale !== undefined && !(lossScale > 0)) throw refuse(`lossScale must be positive, not ${lossScale}`);
  if (bounds !== undefined && method !== undefined && method !== "trf") {
    throw refuse(`the method "${method}" knows no bounds; "trf" does`);
  }
}
