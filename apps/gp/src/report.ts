import type { Fit } from "./fit.ts";
import type { Prediction } from "./gp.ts";
import type { Series } from "./series.ts";
import { alignedTable } from "./table.ts";

/** What a run has found. */
export interface Findings {
  readonly series: Series;
  readonly fit: Fit;
  readonly forecast: Prediction;
  /** The file with the figure. */
  readonly figure: string;
}

/** A forecast by month is shown in the terminal for one month of each year. */
const shownEvery = 12;

/** The findings as text for a terminal. */
export function textReport({ series, fit, forecast, figure }: Findings): string {
  const learned = fit.parameters.map(({ path, start, value }) => [path, short(start), short(value)]);
  const rows = Array.from(forecast.x, (x, i) => [
    x.toFixed(3),
    forecast.mean[i].toFixed(3),
    `± ${(2 * forecast.std[i]).toFixed(3)}`,
  ]);
  return [
    `${series.title}: a Gaussian process of ${series.x.length} observations`,
    alignedTable([["parameter", "start", "learned"], ...learned]),
    `negative log marginal likelihood: ${fit.start.toFixed(6)} → ${fit.value.toFixed(6)}\n` +
      `${fit.iterations} iterations, ${fit.evaluations} evaluations, ${fit.seconds.toFixed(2)} s: ${fit.message}`,
    `forecast, with two standard deviations (all months are in --json and in the figure)\n` +
      alignedTable([[series.xLabel, series.yLabel, "2 std"], ...rows.filter((_, i) => (i + 1) % shownEvery === 0)]),
    `figure: ${figure}`,
  ].join("\n\n");
}

/** The findings as one line of JSON. */
export function jsonReport({ fit, forecast }: Findings): string {
  const { start, value, evaluations, seconds } = fit;
  return JSON.stringify({
    start,
    value,
    evaluations,
    seconds,
    parameters: Object.fromEntries(fit.parameters.map(({ path, value }) => [path, value])),
    forecast: Array.from(forecast.x, (x, i) => ({ x, mean: forecast.mean[i], std: forecast.std[i] })),
  });
}

function short(value: number): string {
  return String(Number(value.toPrecision(6)));
}
