import type { Tensor } from "@wengert/array";
import type { LeastSquaresOptions } from "../leastsquares/options.ts";
import type { Progress } from "../minimize/iterationloop.ts";
import type { Status } from "../minimize/outcome.ts";
import type { Grads, Param, ParamSet } from "../spaces/paramspace.ts";
import type { ParamValues } from "../spaces/shown.ts";
import type { Column, Predictors } from "./observations.ts";

/**
 * Options of `curveFit`.
 *
 * @typeParam P - the parameters, as the iterations show them
 */
export interface CurveFitOptions<P = unknown> extends LeastSquaresOptions<P> {
  /**
   * Standard deviations of the observations: one for all, one for each, or their covariance, [n, n]. Residuals are divided by them.
   * Default 1.
   */
  readonly sigma?: number | Column | undefined;
  /** In place of sigma: weights of the squares, 1/sigma². */
  readonly weights?: Column | undefined;
  /**
   * Whether sigma is known in the units of y. By default it says how the observations compare, and the scatter of the residuals
   * says how large it is.
   */
  readonly absoluteSigma?: boolean | undefined;
}

/** Options of the `predict` of a fit. */
export interface PredictOptions {
  /** Of the curve, or of a new observation. Default "confidence". */
  readonly interval?: "confidence" | "prediction" | undefined;
  /** The probability that the band covers. Default 0.95. */
  readonly level?: number | undefined;
  /**
   * The standard deviation of the new observations, in the sense of the fit's sigma. Needed for "prediction" where the fit had one
   * for each observation.
   */
  readonly sigma?: number | Column | undefined;
}

/** A fitted curve with a band, each in the shape of the model's values. */
export interface Prediction {
  readonly value: Tensor;
  readonly lower: Tensor;
  readonly upper: Tensor;
  /** Half the width of the band is this times a quantile of Student's t. */
  readonly standardError: Tensor;
}

/** The likelihood interval of a parameter, and what it was found by. */
export interface Profile {
  /** The parameter's path. */
  readonly path: string;
  /** The fitted value. */
  readonly value: number;
  readonly level: number;
  /** Ends of the interval: ∓Infinity where the sum stays below the limit however far the parameter goes, a bound where it ends there. */
  readonly lower: number;
  readonly upper: number;
  /**
   * Values of the parameter, with τ, the signed root of the increase of the sum in units of the variance, after all others were fitted
   * again. A straight line means that `value ± t·standardError` is the same interval. In ascending order, to be plotted.
   */
  readonly points: readonly { readonly value: number; readonly tau: number }[];
}

/** What is left of the observations, each in the shape of y. */
export interface Residuals {
  /** y - f(x) */
  readonly raw: Tensor;
  /**
   * In units of their own deviation, eᵢ/(s√(1 - hᵢ)) with e = raw/sigma: about one in 20 exceeds 2 in size. With a covariance of
   * observations, those that are made independent.
   */
  readonly standardized: Tensor;
  /** hᵢ, between 0 and 1: how far the curve follows an observation. They sum to the number of parameters. */
  readonly leverage: Tensor;
}

/**
 * The result of a fit of a curve. `String(fit)` and `console.log(fit)` give a report.
 *
 * @typeParam P - the parameters
 * @typeParam E - what has a number for each of them
 */
export interface CurveFit<P, E> {
  /** The fitted parameters, as the start was given. */
  readonly params: P;
  /**
   * Roots of the diagonal of the covariance; for tags, of the values within their constraints, by the delta method. Infinity where the
   * data do not determine a parameter.
   */
  readonly standardErrors: E;
  /** Of all numbers in the parameters, leaf after leaf; for tags, of the values within their constraints. */
  readonly covariance: Tensor;
  /** The covariance over the products of standard errors; NaN for undetermined parameters. */
  readonly correlation: Tensor;
  /** The paths of parameters that the data do not determine. */
  readonly undetermined: readonly string[];
  /** The paths of parameters that ended at a bound. Their errors, and those of others, take no notice of it. */
  readonly atBounds: readonly string[];
  readonly residuals: Residuals;
  /** n - p: observations less parameters. */
  readonly degreesOfFreedom: number;
  /** χ² = Σ ((yᵢ - fᵢ)/σᵢ)² */
  readonly chiSquare: number;
  /** χ²/(n - p): with `absoluteSigma` about 1 if model and sigma are right, else the estimated variance of an observation with sigma 1. */
  readonly reducedChiSquare: number;
  /** 1 - χ²/χ₀², where χ₀² is that of the best constant. */
  readonly rSquared: number;
  /** The logarithm of the normal likelihood at its maximum, with all constants. NaN for a robust loss, which is none. */
  readonly logLikelihood: number;
  /** 2k - 2 log L, k being the parameters, and the variance unless it is known. */
  readonly aic: number;
  /** k log n - 2 log L */
  readonly bic: number;
  /** The curve at other predictors, with a band. */
  predict(x: Predictors, options?: PredictOptions): Prediction;
  /** The likelihood interval of one number, by its path, such as "rate" or "w[2]", or by its tag. */
  profile(parameter: string | Param, options?: { readonly level?: number }): Profile;
  readonly iterations: number;
  readonly evaluations: number;
  readonly gradientEvaluations: number;
  readonly success: boolean;
  readonly status: Status;
  readonly message: string;
  readonly history: readonly Progress[];
  toString(): string;
}

/** The result of a fit of tagged parameters. */
export interface TaggedCurveFit extends CurveFit<ParamSet, ParamValues> {
  /** The same in the space where constraints are lifted, and where optimizers work. */
  readonly unconstrained: { readonly standardErrors: Grads; readonly covariance: Tensor };
}
