import { inner, type Vector } from "../spaces/vector.ts";
import { type TangentPlane, tangentPlane } from "./tangentplane.ts";

/** The covariance of fitted parameters, or of functions of them. */
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
 * independent, of equal variance, and the model is linear nearby. The errors of variables that the data do not determine are
 * Infinity, see {@link tangentPlane}.
 *
 * @param jacobian - m·n, column after column
 * @param sum - ‖r‖², or twice the robust cost
 */
export function covarianceOf(jacobian: Vector, m: number, n: number, sum: number): Covariance {
  const rows = Array.from({ length: n }, (_, i) => Float64Array.from({ length: n }, (_, j) => (i === j ? 1 : 0)));
  return covarianceOfRows(tangentPlane(jacobian, m, n), rows, deviationOf(sum, m - n));
}

/** The estimated deviation of the residuals; Infinity without degrees of freedom. */
export function deviationOf(sum: number, freedom: number): number {
  return freedom > 0 ? Math.sqrt(sum / freedom) : Number.POSITIVE_INFINITY;
}

/**
 * The covariance of functions of the variables, to first order.
 *
 * @param rows - their gradients
 */
export function covarianceOfRows(plane: TangentPlane, rows: readonly Vector[], deviation: number): Covariance {
  const n = rows.length;
  const matrix = new Float64Array(n * n).fill(Number.POSITIVE_INFINITY);
  const places = rows.map((row) => plane.coordinates(row, deviation));
  for (const [i, x] of places.entries()) {
    for (const [j, y] of places.entries()) {
      if (x !== undefined && y !== undefined && deviation < Number.POSITIVE_INFINITY) matrix[i * n + j] = inner(x, y);
    }
  }
  const errors = Float64Array.from({ length: n }, (_, i) => Math.sqrt(matrix[i * n + i]));
  return { matrix, errors, undetermined: [...places.keys()].filter((i) => places[i] === undefined) };
}

/** Covariances over the products of standard errors; NaN where a variable is not determined, or does not vary. */
export function correlationOf({ matrix, errors }: Covariance): Vector {
  const n = errors.length;
  return matrix.map((entry, k) => {
    const [i, j] = [Math.floor(k / n), k % n];
    const size = entry / errors[i] / errors[j];
    return i === j && size > 0 ? 1 : size;
  });
}
