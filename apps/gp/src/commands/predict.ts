import { changeSince, type DataDescription } from "../covariance/document.ts";
import { startsFrom } from "../covariance/starts.ts";
import { UserError } from "../errors.ts";
import type { Series } from "../input/series.ts";
import { predictorOf } from "../process/learn.ts";
import { forecastRecords, forecastText } from "../show/forecast.ts";
import { forecastFile } from "../show/forecastfile.ts";
import type { PredictOptions } from "../terminal/arguments.ts";
import { co2Record } from "../terminal/co2.ts";
import { writeWhole } from "../terminal/files.ts";
import { readModel, readSeries } from "../terminal/read.ts";
import { type Answer, type Context, forecastFor, sayTo, seriesFor } from "./request.ts";

/** `predict`: a forecast with a model that was learned before, from the data that it names or others. */
export function predict(options: PredictOptions, { stderr }: Pick<Context, "stderr">): Answer {
  const { covariance, data } = readModel(options.model);
  const series = options.data === undefined ? named(options.model, data) : seriesFor(options);
  const warnings = warningsFor(options, data, series);
  for (const warning of warnings) sayTo(stderr)(`warning: ${warning}`);
  const predictor = predictorOf(startsFrom(covariance, series.x, series.y), series);
  const forecast = forecastFor(series, predictor, options);
  if (forecast === undefined) throw new UserError("several inputs have no direction to go on in; say --at <file>");
  if (options.forecast !== undefined) writeWhole(options.forecast, forecastFile(forecast));
  const text = options.json
    ? JSON.stringify({ forecast: forecastRecords(series, forecast), warnings })
    : forecastText(series, forecast, 1);
  return { text, code: 0 };
}

/** Other data than those of --data, which were asked for, are to be the ones that the model was learned from. */
function warningsFor(options: PredictOptions, data: DataDescription | undefined, series: Series): string[] {
  const change = data && options.data === undefined ? changeSince(data, series) : undefined;
  if (change === undefined) return [];
  return [
    `${data?.file ?? series.title} has changed since the model was learned (${change}): the forecast follows the data as they ` +
      `are now, with the parameters of before; to learn them again, fit with --covariance ${options.model}`,
  ];
}

/** The data that a model names. */
function named(file: string, data: ReturnType<typeof readModel>["data"]): Series {
  if (data?.file !== undefined && data.reading !== undefined) return readSeries(data.file, data.reading);
  if (data?.name === "co2") return co2Record();
  throw new UserError(`${file} does not say which file its data are in; give --data, --x and --y`);
}
