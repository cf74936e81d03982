import { formatNumber, type Outcome, success } from "../minimize/outcome.ts";
import type { Problem } from "../minimize/problem.ts";
import { inner, maxAbs, type Vector } from "../spaces/vector.ts";
import type { Linear } from "./residualproblem.ts";

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
  return success(`the residual is orthogonal to the Jacobian's columns: the largest cosine is ${formatNumber(most)}`);
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
  return success(`the sum's relative decrease, ${formatNumber(actual)}, is at most ${formatNumber(decrease)}`);
}

/** Converged where steps are short in relation to the parameters. */
export function short(length: number, parameters: number, { step }: Tolerances): Outcome | undefined {
  if (!(length <= step * parameters)) return undefined;
  return success(
    `the next step, of length ${formatNumber(length)}, is at most ${formatNumber(step)} of the parameters'`,
  );
}

/**
 * The end where steps became short because none lowered the sum. That is convergence only where the residual is nearly orthogonal to
 * the Jacobian's columns, or has vanished in relation to the start; elsewhere the model promises what no step has found.
 *
 * @param cosine - the largest one, within bounds if there are any
 */
export function refused(outcome: Outcome, cosine: number, { firstValue }: Problem, value: number): Outcome {
  if (cosine <= 1e-4 || value <= 1e-20 * firstValue) return outcome;
  return {
    status: "trustRegion",
    message:
      "no step lowers the sum, however short, though the largest cosine between the residual and the Jacobian's columns is " +
      `${formatNumber(cosine)}: the model is useless in these units or from this start, or the Jacobian is wrong`,
  };
}

/**
 * Converged where the model itself is level: no step of the region changes the sum by more than the square of its rounding.
 * Beyond that, products of such small numbers underflow, and the step could not be computed.
 *
 * @param d - the diagonal of D
 * @param value - half the sum
 */
export function flat({ gradient }: Linear, d: Vector, radius: number, value: number): Outcome | undefined {
  const most = maxAbs(gradient.map((g, i) => g / d[i])) * Math.sqrt(d.length) * radius;
  if (!(most <= Number.EPSILON ** 2 * value)) return undefined;
  return success(`no step of the trust region changes the sum by more than ${formatNumber(most)}`);
}

/**
 * The end where the model predicts no decrease. Next to a minimum that is a matter of rounding: the residual is orthogonal to
 * the Jacobian's columns, or it has vanished in relation to the start.
 *
 * @param cosine - the largest one, within bounds if there are any
 */
export function noPrediction(cosine: number, { firstValue }: Problem, value: number): Outcome {
  const shown = `the largest cosine between the residual and the Jacobian's columns is ${formatNumber(cosine)}`;
  if (cosine <= 1e-8 || value <= Number.EPSILON ** 2 * firstValue) {
    return { status: "precision", message: `no lower sum can be told apart in floating point; ${shown}` };
  }
  return {
    status: "trustRegion",
    message: `the model predicts no decrease, though ${shown}: is the Jacobian finite and right?`,
  };
}

/** Where squares of the Jacobian's entries overflow or vanish, and with them the step. */
export const noStep: Outcome = {
  status: "nonFinite",
  message: "the model's step is not finite: the Jacobian's entries are too large or too small to be squared",
};
