import { ArgumentError, type Tensor } from "@wengert/array";
import { fromData } from "@wengert/array/author";
import { correlationOf, covarianceOfRows, deviationOf } from "../leastsquares/covariance.ts";
import type { Residuals } from "../leastsquares/residualproblem.ts";
import { runFit } from "../leastsquares/runfit.ts";
import { tangentPlane } from "../leastsquares/tangentplane.ts";
import { readable } from "../reports/readable.ts";
import { flattenBounds } from "../spaces/bounds.ts";
import type { FlatBounds } from "../spaces/flatbounds.ts";
import type { Param } from "../spaces/paramspace.ts";
import { addScaled, difference, type Vector } from "../spaces/vector.ts";
import { intervalOf } from "./intervalof.ts";
import type { Model } from "./model.ts";
import { checkShapes, type Predictors, type Prepared, preparePredictors } from "./observations.ts";
import { bandOf, errorsOf } from "./predict.ts";
import { fitReport } from "./report.ts";
import type { CurveFitOptions, Prediction, PredictOptions, Profile } from "./result.ts";
import { goodness, residualsOf } from "./statistics.ts";
import type { Weighting } from "./weighting.ts";

/**
 * Fits the variables of a model, and says how well they are known.
 *
 * @throws {ArgumentError} for fewer observations than variables
 * @throws {ShapeError} where the model's values have another shape than y
 */
export function fitCurve(
  model: Model,
  x: Prepared,
  y: Tensor,
  weighting: Weighting,
  options: CurveFitOptions<never>,
): unknown {
  const { layout, shown } = model;
  const n = layout.size;
  checkCount(y.size, n);
  const values = model.valuesFor(x.x, (shape) => checkShapes(shape, y, x));
  const residuals = whitened(values, y, weighting);
  const { sigma: _, weights: __, absoluteSigma: known = false, ...fitOptions } = options;
  const { point, result, problem } = runFit("curveFit", { ...layout, ...residuals }, fitOptions as never);

  // What follows belongs to the fitted point, which is not to move with the tags.
  const at = point.x.slice();
  const raw = difference(y.data, values.residual(at));
  const e = weighting.whiten(raw);
  const jacobian = residuals.jacobian(at);
  const robust = problem.linearized(e.slice(), jacobian.slice()).jacobian;
  const plane = tangentPlane(robust, e.length, n);
  const freedom = y.size - n;
  const deviation = known ? 1 : deviationOf(2 * point.value, freedom);
  const fit = goodness(e, y.data, n, weighting, known, (options.loss ?? "linear") === "linear");
  const covariance = covarianceOfRows(plane, shown.rows(at), deviation);
  const size = covariance.errors.length;
  const correlation = correlationOf(covariance);
  const bounds = options.bounds && flattenBounds(options.bounds, layout.parts);
  const own = covarianceOfRows(plane, unitRows(n), deviation);
  const scatter = { deviation, freedom: known ? Number.POSITIVE_INFINITY : freedom, common: weighting.common };

  const predict = (there: Predictors, predictOptions: PredictOptions = {}): Prediction => {
    const prepared = preparePredictors("predict", there);
    let shape: readonly number[] = [];
    const curve = model.valuesFor(prepared.x, (seen) => {
      shape = seen;
    });
    const value = curve.residual(at);
    const columns = curve.jacobian(at);
    const gradients = Array.from(value, (_, i) => at.map((_, j) => columns[j * value.length + i]));
    const errors = errorsOf(gradients.map((g) => plane.coordinates(g, deviation)));
    return bandOf({ value: value.slice(), shape, errors }, scatter, predictOptions);
  };
  const profile = (parameter: string | Param, { level = 0.95 }: { readonly level?: number } = {}): Profile => {
    const fitted = { residuals, x: at, cost: point.value, deviation, bounds, options: fitOptions as never };
    return intervalOf(model, fitted, own.errors, scatter.freedom, parameter, level);
  };
  const names = (places: readonly number[]): readonly string[] => places.map((i) => shown.names[i]);
  const undetermined = names(covariance.undetermined);
  const atBounds = bounds === undefined ? [] : boundNames(at, own.errors, bounds, layout.names());
  const { history, iterations, evaluations, gradientEvaluations, params, success, status, message } = result;
  const report = {
    params,
    standardErrors: shown.form(covariance.errors),
    covariance: fromData(covariance.matrix, [size, size]),
    correlation: fromData(correlation, [size, size]),
    ...(model.params !== undefined
      ? { unconstrained: { standardErrors: layout.gradient(own.errors), covariance: fromData(own.matrix, [n, n]) } }
      : {}),
    undetermined,
    atBounds,
    residuals: residualsOf(raw, e, jacobian, plane, known ? 1 : deviation, y.shape),
    ...fit,
    predict,
    profile,
    ...{ iterations, evaluations, gradientEvaluations, success, status, message, history },
  };
  const shownValues = shown.values(at).slice();
  const shownErrors = covariance.errors;
  return readable(report, () =>
    fitReport({
      ...fit,
      ...{ status, message, names: shown.names, values: shownValues, errors: shownErrors, correlation },
      ...{ undetermined, atBounds, count: n, known },
    }),
  );
}

function checkCount(observations: number, variables: number): void {
  if (observations >= variables && observations > 0) return;
  const message = `curveFit: ${observations} observations cannot determine ${variables} parameters`;
  throw new ArgumentError(`${message}: there must be at least as many. Hold some of the parameters fixed.`, "curveFit");
}

/** The residuals f(x) - y in units of sigma. */
function whitened(values: Residuals, y: Tensor, { whiten }: Weighting): Residuals {
  const m = y.size;
  return {
    ...(values.firstNaN && { firstNaN: values.firstNaN }),
    residual: (x) => {
      const r = values.residual(x).slice();
      addScaled(r, -1, y.data);
      return whiten(r);
    },
    jacobian: (x) => {
      const columns = values.jacobian(x);
      const all = new Float64Array(columns.length);
      for (let j = 0; j * m < columns.length; j++) all.set(whiten(columns.slice(j * m, (j + 1) * m)), j * m);
      return all;
    },
  };
}

/** Variables within a thousandth of their standard error of a bound. */
function boundNames(
  x: Vector,
  errors: Vector,
  { lower, upper }: FlatBounds,
  names: readonly string[],
): readonly string[] {
  return names.filter((_, i) => {
    const near = errors[i] < Number.POSITIVE_INFINITY ? 1e-3 * errors[i] : 1e-8 * Math.abs(x[i]);
    return x[i] - lower[i] <= near || upper[i] - x[i] <= near;
  });
}

function unitRows(n: number): readonly Vector[] {
  return Array.from({ length: n }, (_, i) => Float64Array.from({ length: n }, (_, j) => (i === j ? 1 : 0)));
}
