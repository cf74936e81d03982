import type { Series } from "../input/series.ts";
import type { Fit } from "../process/fit.ts";
import type { Prediction } from "../process/gp.ts";
import { forecastRecords, forecastText } from "./forecast.ts";
import { withColumns } from "./names.ts";
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

/** A forecast in even steps is shown for one place of so many: of months, for one in each year. Places that were asked for are all shown. */
function shownEvery({ x }: Series, { mean }: Prediction): number {
  return x.length === 1 && mean.length % 12 === 0 ? 12 : 1;
}

/** The findings as text for a terminal. */
export function textReport({ series, fit, forecast, model, figure }: Findings): string {
  const learned = fit.parameters.map(({ path, start, value, fixed }) => [
    withColumns(path, series.xLabels),
    short(start),
    fixed === true ? "fixed" : short(value),
  ]);
  return [
    `${series.title}: a Gaussian process of ${series.y.length} observations`,
    alignedTable([["parameter", "start", "learned"], ...learned]),
    `negative log marginal likelihood: ${Number.isNaN(fit.start) ? "" : `${fit.start.toFixed(6)} → `}${fit.value.toFixed(6)}\n` +
      `${fit.iterations} iterations, ${fit.evaluations} evaluations, ${fit.seconds.toFixed(2)} s: ${fit.message}`,
    ...(forecast === undefined ? [] : [forecastText(series, forecast, shownEvery(series, forecast))]),
    `model: ${model ?? "not written"}\nfigure: ${figure ?? "not written"}`,
  ].join("\n\n");
}

/** The findings as one line of JSON. */
export function jsonReport({ series, fit, forecast }: Findings): string {
  const { start, value, evaluations, seconds } = fit;
  return JSON.stringify({
    start,
    value,
    evaluations,
    seconds,
    parameters: Object.fromEntries(fit.parameters.map(({ path, value }) => [path, value])),
    forecast: forecast === undefined ? [] : forecastRecords(series, forecast),
  });
}

function short(value: number): string {
  return String(Number(value.toPrecision(6)));
}
