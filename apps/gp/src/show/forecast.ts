import { dateText } from "../input/dates.ts";
import type { Series } from "../input/series.ts";
import type { Prediction } from "../process/gp.ts";
import { decimalsFor } from "./decimals.ts";
import { alignedTable } from "./table.ts";

/** One place of a forecast, as JSON has it: several inputs are a list. */
export interface ForecastRecord {
  readonly x: number | string | readonly number[];
  readonly mean: number;
  readonly std: number;
}

/** A forecast, place by place. */
export function forecastRecords({ timeUnit }: Series, { x, mean, std }: Prediction): ForecastRecord[] {
  const placeOf = (i: number): ForecastRecord["x"] => {
    if (x.length > 1) return x.map((values) => values[i]);
    return timeUnit === undefined ? x[0][i] : dateText(x[0][i], timeUnit);
  };
  return Array.from(mean, (value, i) => ({ x: placeOf(i), mean: value, std: std[i] }));
}

/**
 * A forecast as a table.
 *
 * @param every - shows one place of so many
 */
export function forecastText(
  { xLabels, yLabel, timeUnit }: Series,
  { x, mean, std }: Prediction,
  every: number,
): string {
  const shown = Float64Array.from({ length: Math.floor(mean.length / every) }, (_, i) => (i + 1) * every - 1);
  const taken = (values: Float64Array): Float64Array => shown.map((i) => values[i]);
  const deviations = taken(std).map((value) => 2 * value);
  const smallest = deviations.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const textsOfX = x.map((values) => {
    if (timeUnit !== undefined) return (value: number) => dateText(value, timeUnit);
    const step = values.length > 1 ? Math.abs(values[1] - values[0]) : 0;
    return decimalsFor(step > 0 ? step : Math.abs(values[0]) / 1000, taken(values), 2);
  });
  const ofY = decimalsFor(smallest, [...taken(mean), ...deviations], 3);
  const rows = Array.from(shown, (i, row) => [
    ...x.map((values, input) => textsOfX[input](values[i])),
    ofY(mean[i]),
    `± ${ofY(deviations[row])}`,
  ]);
  return (
    "forecast, with two standard deviations (all of it is in --json and in the figure)\n" +
    alignedTable([[...xLabels, yLabel, "2 std"], ...rows])
  );
}
