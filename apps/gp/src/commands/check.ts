import { totalmem } from "node:os";
import { flatten } from "@wengert/tree";
import { add, type Tensor, type Value, valueAndGrad } from "wengert";
import type { Started } from "../covariance/covariance.ts";
import {
  kernelOf,
  kernelsIn,
  pathsOf,
  priorOf,
  startOf,
  type Tree,
  valuesIn,
  withValues,
} from "../covariance/model.ts";
import { defaultCovariance, startsFrom } from "../covariance/starts.ts";
import { expressionOf } from "../covariance/written.ts";
import type { Series } from "../input/series.ts";
import { negativeLogLikelihood } from "../process/gp.ts";
import { scaledSeries } from "../process/learn.ts";
import { Pairs } from "../process/pairs.ts";
import { checkSize } from "../process/size.ts";
import { symmetric } from "../process/triangle.ts";
import { withColumns } from "../show/names.ts";
import { alignedTable } from "../show/table.ts";
import type { CheckOptions } from "../terminal/arguments.ts";
import { type Answer, covarianceFor, seriesFor } from "./request.ts";

/** A derivative of the negative log likelihood by the logarithm of a parameter, in two ways. */
interface Derivative {
  readonly path: string;
  readonly start: number;
  readonly reverse: number;
  readonly differences: number;
}

/** Relative to the largest derivative; differences are not more accurate than that. */
const tolerance = 1e-5;

/** `check`: the data, the likelihood where a fit would start, and its gradient against differences. Nothing is learned. */
export function check(options: CheckOptions): Answer {
  const series = seriesFor(options);
  const given = covarianceFor(options.covariance, options.data) ?? defaultCovariance(series.x.length);
  const covariance = startsFrom(given, series.x, series.y);
  checkSize(series.y.length, kernelsIn(covariance), totalmem());
  const { value, derivatives } = gradientOf(covariance, series);
  const largest = Math.max(...derivatives.map(({ reverse }) => Math.abs(reverse)));
  const error = Math.max(...derivatives.map(({ reverse, differences }) => Math.abs(reverse - differences))) / largest;
  const agrees = error <= tolerance;
  const found = {
    rows: series.y.length,
    notes: series.notes,
    covariance: expressionOf(covariance),
    value,
    derivatives,
    error,
  };
  return { text: options.json ? JSON.stringify(found) : textOf(series, found, agrees), code: agrees ? 0 : 1 };
}

function gradientOf(covariance: Started, series: Series): { value: number; derivatives: readonly Derivative[] } {
  const { scaled, sample, units } = scaledSeries(covariance, series);
  const pairs = Pairs.within(sample.x);
  const kernel = kernelOf(scaled);
  const prior = priorOf(scaled);
  const loss = (theta: Tree<Value>): Tensor => {
    const likelihood = negativeLogLikelihood(symmetric(kernel(theta, pairs)), sample.y);
    return prior === undefined ? likelihood : add(likelihood, prior(theta));
  };
  const [value, gradient] = valueAndGrad(loss)(startOf(scaled));
  const [values, starts] = [valuesIn(scaled), valuesIn(covariance)];
  const slopes = flatten<number>(gradient).leaves;
  const at = (changed: number, factor: number): number => {
    const moved = values.map((one, i) => (i === changed ? one * factor : one));
    return loss(startOf(withValues(scaled, moved))).item();
  };
  const h = 1e-4;
  const derivatives = pathsOf(covariance).map((path, i) => ({
    path,
    start: starts[i],
    reverse: slopes[i] * values[i],
    differences: (at(i, Math.exp(h)) - at(i, Math.exp(-h))) / (2 * h),
  }));
  return { value: value + series.y.length * Math.log(units.y), derivatives };
}

function textOf(
  { title, xLabels, yLabel, x, y, notes }: Series,
  {
    covariance,
    value,
    derivatives,
    error,
  }: { covariance: string; value: number; derivatives: readonly Derivative[]; error: number },
  agrees: boolean,
): string {
  const extents = [...xLabels.map((label, i) => [label, x[i]] as const), [yLabel, y] as const].map(
    ([label, values]) => [
      label,
      short(values.reduce((a, b) => Math.min(a, b))),
      short(values.reduce((a, b) => Math.max(a, b))),
    ],
  );
  const rows = derivatives.map(({ path, start, reverse, differences }) => [
    withColumns(path, xLabels),
    ...[start, reverse, differences].map(short),
  ]);
  const verdict = agrees ? "The two agree" : "THE TWO DO NOT AGREE";
  return [
    `${title}: ${y.length} observations${notes.map((note) => `\nnote: ${note}`).join("")}`,
    alignedTable([["column", "from", "to"], ...extents]),
    `covariance, where a fit would start: ${covariance}\nnegative log marginal likelihood there: ${value.toFixed(6)}`,
    alignedTable([["derivative by the logarithm of", "at", "reverse mode", "differences"], ...rows]),
    `${verdict}: to ${error.toExponential(1)} of the largest.`,
  ].join("\n\n");
}

function short(value: number): string {
  return String(Number(value.toPrecision(6)));
}
