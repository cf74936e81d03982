import { ArgumentError, type Tensor } from "@wengert/array";
import type { IterationOptions } from "../minimize/iterationoptions.ts";
import type { Iteration, OptimizeResult } from "../minimize/options.ts";
import type { MinimizeState } from "../minimize/savedstate.ts";
import type { Bounds } from "../spaces/bounds.ts";
import type { Pattern } from "../spaces/treespace.ts";
import { type Loss, losses } from "./loss.ts";

/** Methods of `leastSquares` by name. */
export type LeastSquaresMethod = "lm" | "trf" | "dogleg";

/**
 * Options of `leastSquares`.
 *
 * @typeParam P - the parameters, as the iterations show them
 */
export interface LeastSquaresOptions<P = unknown> extends Omit<IterationOptions, "memory" | "tolerance"> {
  /** Levenberg–Marquardt, trust-region reflective, or Powell's dogleg. Default "lm"; with bounds, "trf". */
  readonly method?: LeastSquaresMethod | undefined;
  /** Where the parameters may be, for "trf". A start outside is moved inside. */
  readonly bounds?: Bounds | undefined;
  /** The loss of each residual. Default "linear", its square. */
  readonly loss?: Loss | undefined;
  /** The size of residual above which a robust loss is smaller than the square. Default 1. */
  readonly lossScale?: number | undefined;
  /**
   * The unit of each parameter in the trust region: a tree like the parameters, or one number for a whole branch. Default "jacobian", from
   * the norms of its columns: then units do not matter.
   */
  readonly xScale?: unknown;
  /** The first radius of the trust region, in units of the scaled length of the start. Default 100 for "lm", else 1. */
  readonly trustRadius?: number | undefined;
  /** A state of the same fit by the same method, from `onIteration`, to continue from. */
  readonly resume?: MinimizeState | undefined;
  /**
   * Which residuals depend on which variables (the elements of all leaves, leaf after leaf), as for `jacobian`: from `sparsityOf`, a
   * mask by rows, or "find". Columns of the Jacobian without a common row are then computed together.
   */
  readonly sparsity?: Pattern | undefined;
  /**
   * Stop where the sum's relative decrease, a step relative to the parameters, or the cosine between the residual and the
   * Jacobian's columns is at most this. By default, as far as floating point goes.
   */
  readonly tolerance?: number | undefined;
  /**
   * Compiles the residuals and their Jacobian (`compile` of `@wengert/graph`): it is written down at the first evaluation and runs as a
   * plan from then on. They must be a pure function, and not have a `sparsity`. Default false.
   */
  readonly compile?: boolean | undefined;
  /** Called after each iteration; `false` ends the fit there. */
  readonly onIteration?: ((iteration: Iteration<P>) => unknown) | undefined;
}

/** The result of a fit. Its value is ½‖r‖², or half the robust sum; its gradient Jᵀr. */
export interface LeastSquaresResult<P, G> extends OptimizeResult<P, G> {
  /** The residuals at the parameters, as the function returned them but flat: [m]. */
  readonly residual: Tensor;
  /** [m, n], with one column per element of the leaves, in their order; it does not include a robust loss. */
  readonly jacobian: Tensor;
  /** [n, n]: (JᵀJ)⁻¹‖r‖²/(m - n), with J and r of the robust problem; Infinity for parameters that the data do not determine. */
  readonly covariance: Tensor;
  /** The square roots of the diagonal of the covariance, in the form of the gradient. */
  readonly standardErrors: G;
  /** The paths of the parameters that the data do not determine, whose standard errors are Infinity; `w[2]` for an element. */
  readonly undetermined: readonly string[];
}

/** The names of the options of `leastSquares`. */
export const leastSquaresOptionNames: Readonly<Record<keyof LeastSquaresOptions, true>> = {
  method: true,
  bounds: true,
  loss: true,
  lossScale: true,
  xScale: true,
  trustRadius: true,
  resume: true,
  compile: true,
  sparsity: true,
  maxIterations: true,
  maxEvaluations: true,
  timeLimit: true,
  tolerance: true,
  signal: true,
  history: true,
  onIteration: true,
};

/** @throws {ArgumentError} for an invalid option */
export function checkLeastSquares({ method, bounds, loss, lossScale }: LeastSquaresOptions<never>, op: string): void {
  const refuse = (what: string): ArgumentError => new ArgumentError(`${op}: ${what}.`, op);
  if (loss !== undefined && !Object.hasOwn(losses, loss)) {
    throw refuse(`there is no loss "${loss}"; there is "${Object.keys(losses).join('", "')}"`);
  }
  if (lossScale !== undefined && !(lossScale > 0)) throw refuse(`lossScale must be positive, not ${lossScale}`);
  if (bounds !== undefined && method !== undefined && method !== "trf") {
    throw refuse(`the method "${method}" does not support bounds; "trf" does`);
  }
}
