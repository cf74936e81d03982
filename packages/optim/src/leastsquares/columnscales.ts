import { maxAbs, norm, type Vector } from "../spaces/vector.ts";
import type { Linear } from "./residualproblem.ts";

/** The Euclidean norms of the columns of the Jacobian. */
export function columnLengths({ jacobian, residual }: Linear): Vector {
  const m = residual.length;
  const n = m === 0 ? 0 : jacobian.length / m;
  return Float64Array.from({ length: n }, (_, j) => {
    const column = jacobian.subarray(j * m, (j + 1) * m);
    return norm(column);
  });
}

/**
 * The scale of each variable: the largest norm so far of its column of the Jacobian. It makes the trust region independent of
 * the units of the parameters.
 *
 * A column so small that the whole variable changes the residual by rounding only counts as 0.
 *
 * Source: Moré (1978), section 6, which found the largest norm so far better than the present one.
 */
export function enlargedScales(scale: Vector | undefined, linear: Linear, x: Vector): Vector {
  const lengths = columnLengths(linear);
  const effects = lengths.map((length, j) => length * Math.abs(x[j]));
  const rounding = 8 * Number.EPSILON * (norm(linear.residual) + maxAbs(effects));
  for (const [j, effect] of effects.entries()) if (effect <= rounding && x[j] !== 0) lengths[j] = 0;
  return scale === undefined ? lengths : scale.map((d, j) => Math.max(d, lengths[j]));
}

/**
 * The diagonal of the scale of the trust region: the Jacobian's columns, unless units of the variables are given. Both have the unit of
 * the residual over that of the variable.
 *
 * @param rho - a size of residuals
 */
export function regionScales(scale: Vector, xScale: Vector | undefined, rho: number): Vector {
  return xScale === undefined ? positiveScales(scale) : xScale.map((x) => rho / x);
}

/**
 * The diagonal of D, which must be positive: a variable whose columns have all been 0 so far gets the largest of the other
 * scales. It must not get a constant, which would not follow a change of units.
 */
export function positiveScales(scale: Vector): Vector {
  const substitute = maxAbs(scale) || 1;
  return scale.map((d) => d || substitute);
}
