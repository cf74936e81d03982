import { dateText } from "../input/dates.ts";
import type { Series } from "../input/series.ts";
import type { Fit } from "../process/fit.ts";
import type { Prediction } from "../process/gp.ts";
import { decimalsFor } from "./decimals.ts";
import { alignedTable } from "./table.ts";

/** What a run has found. */
export interface Findings {
  readonly series: Series;
  readonly fit: Fit;
  /** Undefined when there are several inputs. */
  readonly forecast: Prediction | undefined;
  /** The file with the covariance that was learned; undefined when it could not be written. */
  readonly model: string | undefined;
  /** The file with the figure; likewise. */
  readonly figure: string | undefined;
}

/** A forecast is shown in the terminal for one place of so many: of months, for one in each year. */
const shownEvery = 12;

/** The findings as text for a terminal. */
export function textReport({ series, fit, forecast, model, figure }: Findings): string {
  const learned = fit.parameters.map(({ path, start, value, fixed }) => [
    path,
    short(start),
    fixed === true ? "fixed" : short(value),
  ]);
  return [
    `${series.title}: a Gaussian process of ${series.y.length} observations`,
    alignedTable([["parameter", "start", "learned"], ...learned]),
    `negative log marginal likelihood: ${fit.start.toFixed(6)} → ${fit.value.toFixed(6)}\n` +
      `${fit.iterations} iterations, ${fit.evaluations} evaluations, ${fit.seconds.toFixed(2)} s: ${fit.message}`,
    ...(forecast === undefined ? [] : [forecastText(series, forecast)]),
    `learned covariance: ${model ?? "not written"}\nfigure: ${figure ?? "not written"}`,
  ].join("\n\n");
}

function forecastText({ xLabels, yLabel, timeUnit }: Series, { x: [x], mean, std }: Prediction): string {
  const shown = Float64Array.from({ length: Math.floor(x.length / shownEvery) }, (_, i) => (i + 1) * shownEvery - 1);
  const taken = (values: Float64Array): Float64Array => shown.map((i) => values[i]);
  const deviations = taken(std).map((value) => 2 * value);
  const smallest = deviations.reduce((a, b) => Math.min(a, b));
  const ofX = decimalsFor(x[1] - x[0], taken(x), 2);
  const ofY = decimalsFor(smallest, [...taken(mean), ...deviations], 3);
  const rows = Array.from(shown, (i, row) => [
    timeUnit === undefined ? ofX(x[i]) : dateText(x[i], timeUnit),
    ofY(mean[i]),
    `± ${ofY(deviations[row])}`,
  ]);
  return (
    "forecast, with two standard deviations (all of it is in --json and in the figure)\n" +
    alignedTable([[xLabels[0], yLabel, "2 std"], ...rows])
  );
}

/** The findings as one line of JSON. */
export function jsonReport({ series: { timeUnit }, fit, forecast }: Findings): string {
  const { start, value, evaluations, seconds } = fit;
  const places = forecast === undefined ? [] : Array.from(forecast.x[0]);
  return JSON.stringify({
    start,
    value,
    evaluations,
    seconds,
    parameters: Object.fromEntries(fit.parameters.map(({ path, value }) => [path, value])),
    forecast: places.map((x, i) => ({
      x: timeUnit === undefined ? x : dateText(x, timeUnit),
      mean: forecast?.mean[i],
      std: forecast?.std[i],
    })),
  });
}

function short(value: number): string {
  return String(Number(value.toPrecision(6)));
}
