import { norm, type Vector } from "../spaces/vector.ts";
import { qr } from "./qr.ts";

/** The covariance of fitted parameters. */
export interface Covariance {
  /** n·n */
  readonly matrix: Vector;
  /** Roots of its diagonal. */
  readonly errors: Vector;
  /** Indices of the variables that the data do not determine. */
  readonly undetermined: readonly number[];
}

/**
 * (JᵀJ)⁻¹ times the variance of the residuals, ‖r‖²/(m - n): the covariance of the parameters, if the residuals are
 * independent, of equal variance, and the model is linear nearby.
 *
 * The columns of J are scaled to norm 1, so that units do not decide about its rank: J = K L with L diagonal. From K P = Q R with
 * pivoting, (KᵀK)⁻¹ = P R⁻¹ R⁻ᵀ Pᵀ, which keeps the digits that KᵀK loses. If R has the rank r < n, with R₁₁ and R₁₂ its first r
 * rows, the columns of [-R₁₁⁻¹R₁₂; I] span the null space. A variable that takes part in it is undetermined, and its errors are
 * Infinity. For the others R₁₁ gives the covariance, whatever the undetermined ones are.
 *
 * Source: Searle, Linear Models (1971), section 5.4, for estimable functions.
 *
 * @param jacobian - m·n, column after column
 * @param sum - ‖r‖², or twice the robust cost
 */
export function covarianceOf(jacobian: Vector, residual: Vector, n: number, sum: number): Covariance {
  const m = residual.length;
  const lengths = Float64Array.from({ length: n }, (_, j) => norm(jacobian.subarray(j * m, (j + 1) * m)));
  const scaled = jacobian.map((x, k) => x / (lengths[Math.floor(k / m)] || 1));
  const { r, order } = qr(scaled, residual);
  const least = Number.EPSILON * Math.max(m, n) * Math.abs(r[0]);
  let rank = 0;
  while (rank < n && Math.abs(r[rank * n + rank]) > least) rank++;
  const inverse = upperInverse(r, n, rank);
  const free = new Set(order.slice(rank));
  for (let i = 0; i < rank; i++) if (isInNullSpace(i, r, inverse, n, rank)) free.add(order[i]);

  const freedom = m - n;
  const deviation = freedom > 0 ? Math.sqrt(sum / freedom) : Number.POSITIVE_INFINITY;
  const matrix = new Float64Array(n * n).fill(Number.POSITIVE_INFINITY);
  for (let i = 0; i < rank && freedom > 0; i++) {
    for (let j = 0; j < rank; j++) {
      const [a, b] = [order[i], order[j]];
      if (free.has(a) || free.has(b)) continue;
      let entry = 0;
      for (let k = Math.max(i, j); k < rank; k++) entry += inverse[i * n + k] * inverse[j * n + k];
      matrix[a * n + b] = entry * (deviation / lengths[a]) * (deviation / lengths[b]);
    }
  }
  const errors = Float64Array.from({ length: n }, (_, i) => Math.sqrt(matrix[i * n + i]));
  return { matrix, errors, undetermined: [...free].sort((a, b) => a - b) };
}

/** The inverse of the first `rank` rows and columns of R. */
function upperInverse(r: Vector, n: number, rank: number): Vector {
  const inverse = new Float64Array(n * n);
  for (let j = 0; j < rank; j++) {
    for (let i = j; i >= 0; i--) {
      let entry = i === j ? 1 : 0;
      for (let k = i + 1; k <= j; k++) entry -= r[i * n + k] * inverse[k * n + j];
      inverse[i * n + j] = entry / r[i * n + i];
    }
  }
  return inverse;
}

/** Whether row i of R₁₁⁻¹R₁₂ differs from 0 beyond rounding; the columns of K have norm 1, so its entries have no unit. */
function isInNullSpace(i: number, r: Vector, inverse: Vector, n: number, rank: number): boolean {
  for (let j = rank; j < n; j++) {
    let entry = 0;
    for (let k = i; k < rank; k++) entry += inverse[i * n + k] * r[k * n + j];
    if (Math.abs(entry) > 1e-8) return true;
  }
  return false;
}
