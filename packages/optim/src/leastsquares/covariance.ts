import type { Vector } from "../spaces/vector.ts";
import { qr } from "./qr.ts";

/**
 * (JᵀJ)⁻¹ times the variance of the residuals, ‖r‖²/(m - n): the covariance of the parameters, if the residuals are
 * independent, of equal variance, and the model is linear nearby. Infinity where J cannot tell the parameters apart or
 * there are no more residuals than parameters.
 *
 * From R of J's factorization, not from JᵀJ, which has only half the digits: (JᵀJ)⁻¹ = P R⁻¹ R⁻ᵀ Pᵀ.
 *
 * @param jacobian - m·n, column after column
 * @param sum - ‖r‖², or twice the robust cost
 * @returns n·n
 */
export function covarianceOf(jacobian: Vector, residual: Vector, n: number, sum: number): Vector {
  const freedom = residual.length - n;
  const covariance = new Float64Array(n * n).fill(Number.POSITIVE_INFINITY);
  const { r, order } = qr(jacobian, residual);
  const least = Number.EPSILON * residual.length * Math.abs(r[0]);
  for (let i = 0; i < n; i++) if (!(Math.abs(r[i * n + i]) > least)) return covariance;
  if (freedom <= 0) return covariance;
  const inverse = upperInverse(r, n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      let entry = 0;
      for (let k = Math.max(i, j); k < n; k++) entry += inverse[i * n + k] * inverse[j * n + k];
      covariance[order[i] * n + order[j]] = (entry * sum) / freedom;
    }
  }
  return covariance;
}

function upperInverse(r: Vector, n: number): Vector {
  const inverse = new Float64Array(n * n);
  for (let j = 0; j < n; j++) {
    for (let i = j; i >= 0; i--) {
      let entry = i === j ? 1 : 0;
      for (let k = i + 1; k <= j; k++) entry -= r[i * n + k] * inverse[k * n + j];
      inverse[i * n + j] = entry / r[i * n + i];
    }
  }
  return inverse;
}
