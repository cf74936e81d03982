import { type Outcome, show, success } from "../descent.ts";
import { inner } from "../vector.ts";
import type { Linear } from "./residuals.ts";

/** What the criteria of convergence compare with. */
export interface Tolerances {
  /** Of the relative decrease of the sum, actual and predicted. */
  readonly decrease: number;
  /** Of a step's length, relative to that of the parameters. */
  readonly step: number;
  /** Of the cosine between the residual and any column of the Jacobian. */
  readonly cosine: number;
}

/**
 * Without a tolerance, as far as floating point goes: the sum of squares is flat at its minimum, so that parameters are
 * known to half as many digits as it is. A given one is for all three, as in MINPACK.
 */
export function tolerances(tolerance: number | undefined): Tolerances {
  return tolerance === undefined
    ? { decrease: 1e-13, step: 1e-11, cosine: 1e-15 }
    : { decrease: tolerance, step: tolerance, cosine: tolerance };
}

/** Converged where the residual is orthogonal to all columns of the Jacobian. */
export function orthogonal(linear: Linear, { cosine }: Tolerances): Outcome | undefined {
  const most = largestCosine(linear);
  if (!(most <= cosine)) return undefined;
  return success(`the residual is orthogonal to the Jacobian's columns: the largest cosine is ${show(most)}`);
}

/** max |Jⱼᵀr|/(‖Jⱼ‖‖r‖) */
export function largestCosine({ jacobian, residual, gradient }: Linear): number {
  const m = residual.length;
  const length = Math.sqrt(inner(residual, residual));
  let most = 0;
  for (const [j, g] of gradient.entries()) {
    const column = jacobian.subarray(j * m, (j + 1) * m);
    if (g !== 0) most = Math.max(most, Math.abs(g) / (Math.sqrt(inner(column, column)) * length));
  }
  return most;
}

/** Converged where neither the sum's actual nor its predicted relative decrease is worth while. */
export function level(actual: number, predicted: number, { decrease }: Tolerances): Outcome | undefined {
  if (!(Math.abs(actual) <= decrease && predicted <= decrease && actual <= 2 * predicted)) return undefined;
  return success(`the sum's relative decrease, ${show(actual)}, is at most ${show(decrease)}`);
}

/** Converged where steps are short in relation to the parameters. */
export function short(length: number, parameters: number, { step }: Tolerances): Outcome | undefined {
  if (!(length <= step * parameters)) return undefined;
  return success(`the next step, of length ${show(length)}, is at most ${show(step)} of the parameters'`);
}
