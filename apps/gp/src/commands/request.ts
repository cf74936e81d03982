import { co2Covariance } from "../covariance/co2.ts";
import type { Covariance } from "../covariance/covariance.ts";
import { parseExpression } from "../covariance/expression.ts";
import { UserError } from "../errors.ts";
import { dateColumn } from "../input/dates.ts";
import { numberColumn } from "../input/numbers.ts";
import type { Series } from "../input/series.ts";
import type { Prediction } from "../process/gp.ts";
import type { Places } from "../process/pairs.ts";
import { placesAfter } from "../process/places.ts";
import type { Learner } from "../process/severalstarts.ts";
import { co2Record } from "../terminal/co2.ts";
import type { DataOptions, PlaceOptions } from "../terminal/options.ts";
import type { Output } from "../terminal/progress.ts";
import { readModel, readSeries, readTable } from "../terminal/read.ts";

/** What every command works with. */
export interface Context {
  readonly stderr: Output;
  readonly signal: AbortSignal;
  readonly learner: Learner;
}

/** What a command has to say, and the exit code. */
export interface Answer {
  readonly text: string;
  readonly code: number;
}

/** A line for whoever watches. */
export function sayTo(stderr: Output): (text: string) => void {
  return (text) => void stderr.write(`${text}\n`);
}

/** The data that were asked for. */
export function seriesFor({ data, x, y, delimiter, decimal, missing, timeUnit }: DataOptions): Series {
  if (data === undefined || x === undefined || y === undefined) return co2Record();
  return readSeries(data, { x, y, delimiter, decimal, missing, timeUnit });
}

/** The covariance that was asked for, by an expression or a file; without one, that of the CO₂ record. */
export function covarianceFor(covariance: string | undefined, data: string | undefined): Covariance | undefined {
  if (covariance === undefined) return data === undefined ? co2Covariance : undefined;
  return covariance.endsWith(".json") ? readModel(covariance).covariance : parseExpression(covariance);
}

/**
 * The forecast that was asked for: at the places of a file, or in steps after a single x. Of several inputs there is none
 * without a file, for they have no direction to go on in.
 */
export function forecastFor(
  series: Series,
  predict: (z: Places) => Prediction,
  { at, horizon }: PlaceOptions,
): Prediction | undefined {
  const { x, xLabels, timeUnit } = series;
  if (at !== undefined) {
    if (horizon !== undefined) throw new UserError("--horizon and --at are two ways to say where; give one of them");
    const table = readTable(at, xLabels);
    const [label] = xLabels;
    return predict(
      timeUnit === undefined
        ? xLabels.map((column) => numberColumn(table, column))
        : [dateColumn(table, label, timeUnit)],
    );
  }
  if (x.length === 1) return predict([placesAfter(x[0], horizon ?? series.horizon)]);
  if (horizon !== undefined) throw new UserError("--horizon: several inputs have no direction; say --at <file>");
  return undefined;
}
