import type { Tensor } from "@wengert/array";
import { expectFunction } from "@wengert/array/author";
import { checkLeastSquares, leastSquaresOptionNames } from "../leastsquares/options.ts";
import { checkOptions } from "../minimize/options.ts";
import { flag, refused } from "../options/ranges.ts";
import type { ParamSet } from "../spaces/paramspace.ts";
import type { Gradient, Lifted, Value } from "../spaces/treespace.ts";
import { isParamSet } from "../trees/plaintree.ts";
import { fitCurve } from "./fitcurve.ts";
import { paramModel, treeModel } from "./model.ts";
import { type Column, type Predictors, type PredictorsOf, prepareColumn, preparePredictors } from "./observations.ts";
import type { CurveFit, CurveFitOptions, TaggedCurveFit } from "./result.ts";
import { weightingOf } from "./weighting.ts";

const optionNames: Readonly<Record<keyof CurveFitOptions, true>> = {
  ...leastSquaresOptionNames,
  sigma: true,
  weights: true,
  absoluteSigma: true,
};

/**
 * Fits a curve to observations, and says how well the parameters are known: y ≈ f(x, θ), by least squares in units of sigma.
 *
 * Errors, bands and correlations assume that the observations are independent and normal with the deviations that `sigma` says, and
 * that the model is nearly linear within them; `profile` needs only the former. `sigma` and `absoluteSigma` mean what they mean in
 * SciPy's `curve_fit`: without the latter the covariance is scaled by the reduced χ².
 *
 * @param model - from predictors and parameters to values in the shape of y, written in ops; with tags, a function of the predictors
 * alone. Columns arrive as Tensors
 * @param x - the predictors: a Tensor, numbers, or a record of these
 * @param y - the observations
 * @param start - a tree of numbers and Tensors; or a ParamSet, whose parameters are written at the end
 * @throws {ArgumentError} for a number of the data that is NaN, naming its row; a sigma that is not positive; fewer observations than
 * parameters; an invalid option
 * @throws {ShapeError} where the model's values have another shape than y
 * @throws {UnknownLeafError} for a leaf of the start that is neither a number nor a Tensor
 * @example
 * import { exp, mul, neg } from "@wengert/ops";
 * import { curveFit } from "@wengert/optim";
 *
 * const times = [0, 1, 2, 3, 4];
 * const counts = [5.02, 3.05, 1.83, 1.12, 0.66];
 * const fit = curveFit((t, p) => mul(p.a, exp(neg(mul(p.rate, t)))), times, counts, { a: 1, rate: 1 });
 * fit.params.rate.toFixed(3); // => 0.503
 * fit.standardErrors.rate.toFixed(3); // => 0.002
 * const { lower, upper } = fit.predict([2.5], { interval: "prediction", level: 0.9 });
 * lower.item() < 1.43 && upper.item() > 1.43; // => true
 */
export function curveFit<X extends Predictors>(
  model: (x: PredictorsOf<NoInfer<X>>) => Value,
  x: X,
  y: Column,
  start: ParamSet,
  options?: CurveFitOptions<Float64Array>,
): TaggedCurveFit;
export function curveFit<X extends Predictors, P>(
  model: (x: PredictorsOf<NoInfer<X>>, p: Lifted<NoInfer<P>>) => Value,
  x: X,
  y: Column,
  start: P,
  options?: CurveFitOptions<NoInfer<P>>,
): CurveFit<P, Gradient<P>>;
export function curveFit(
  model: (x: never, p: never) => unknown,
  x: Predictors,
  y: Column,
  start: unknown,
  options: CurveFitOptions<never> = {},
): unknown {
  expectFunction("curveFit", "model", model);
  checkOptions(options, "curveFit", optionNames);
  checkLeastSquares(options, "curveFit");
  const { absoluteSigma = false } = options;
  if (!flag.holds(absoluteSigma)) throw refused("curveFit", "absoluteSigma must be true or false", absoluteSigma);
  const predictors = preparePredictors("curveFit", x);
  const observed: Tensor = prepareColumn("curveFit", "y", y);
  const weighting = weightingOf(options, observed);
  const fitted = isParamSet(start) ? paramModel(model, start as ParamSet) : treeModel(model, start);
  return fitCurve(fitted, predictors, observed, weighting, options);
}
