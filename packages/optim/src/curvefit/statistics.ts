import { fromData } from "@wengert/array/author";
import type { TangentPlane } from "../leastsquares/tangentplane.ts";
import { inner, type Vector } from "../spaces/vector.ts";
import type { Residuals } from "./result.ts";
import type { Weighting } from "./weighting.ts";

/** How well a curve fits. */
export interface Goodness {
  readonly degreesOfFreedom: number;
  readonly chiSquare: number;
  readonly reducedChiSquare: number;
  readonly rSquared: number;
  readonly logLikelihood: number;
  readonly aic: number;
  readonly bic: number;
}

/**
 * With n observations, p parameters, e the residuals in units of sigma, and W the root of the inverse covariance:
 *
 *     log L = -½ (n log 2π + eᵀe) + log|W|              k = p        sigma known
 *     log L = -½ n (log (2π eᵀe/n) + 1) + log|W|        k = p + 1    the variance estimated by eᵀe/n
 *
 * Source: Burnham & Anderson, Model Selection and Multimodel Inference, 2nd ed. (2002), sections 1.2.2 and 2.2. The conventions are
 * those of `AIC`, `BIC` and `logLik` for R's `nls`. Software that leaves out constants differs by the same number for all models.
 *
 * @param e - residuals in units of sigma
 */
export function goodness(
  e: Vector,
  y: Vector,
  p: number,
  weighting: Weighting,
  known: boolean,
  likely: boolean,
): Goodness {
  const n = e.length;
  const chiSquare = inner(e, e);
  const degreesOfFreedom = n - p;
  const ones = weighting.whiten(new Float64Array(n).fill(1));
  const whole = weighting.whiten(y);
  const mean = inner(ones, whole) / inner(ones, ones);
  const around = whole.map((yi, i) => yi - mean * ones[i]);
  const spread = known ? chiSquare + n * Math.log(2 * Math.PI) : n * (Math.log((2 * Math.PI * chiSquare) / n) + 1);
  const logLikelihood = likely ? weighting.logDet - spread / 2 : Number.NaN;
  const k = known ? p : p + 1;
  return {
    degreesOfFreedom,
    chiSquare,
    reducedChiSquare: chiSquare / degreesOfFreedom,
    rSquared: 1 - chiSquare / inner(around, around),
    logLikelihood,
    aic: 2 * k - 2 * logLikelihood,
    bic: k * Math.log(n) - 2 * logLikelihood,
  };
}

/**
 * The leverage is the diagonal of the hat matrix J(JᵀJ)⁻¹Jᵀ of the tangent plane.
 *
 * Source: Seber & Wild, Nonlinear Regression (1989), section 10.6.3, the tangent plane leverage.
 *
 * @param raw - y - f(x)
 * @param e - the same in units of sigma
 * @param jacobian - of the residuals in units of sigma, column after column
 * @param deviation - of e
 */
export function residualsOf(
  raw: Vector,
  e: Vector,
  jacobian: Vector,
  plane: TangentPlane,
  deviation: number,
  shape: readonly number[],
): Residuals {
  const m = e.length;
  const n = jacobian.length / m;
  const leverage = e.map((_, i) => {
    const z = plane.coordinates(
      Float64Array.from({ length: n }, (_, j) => jacobian[j * m + i]),
      1,
    );
    return z === undefined ? 1 : Math.min(inner(z, z), 1);
  });
  const standardized = e.map((ei, i) => ei / (deviation * Math.sqrt(1 - leverage[i])));
  return {
    raw: fromData(raw, shape),
    standardized: fromData(standardized, shape),
    leverage: fromData(leverage, shape),
  };
}
