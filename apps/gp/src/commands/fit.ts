import { totalmem } from "node:os";
import { join } from "node:path";
import { descriptionOf, modelText } from "../covariance/document.ts";
import { kernelsIn } from "../covariance/model.ts";
import { defaultCovariance, startsFrom } from "../covariance/starts.ts";
import { unitsOf } from "../covariance/units.ts";
import { oneLine, UserError } from "../errors.ts";
import type { Series } from "../input/series.ts";
import type { Prediction } from "../process/gp.ts";
import { type Learnt, predictorOf } from "../process/learn.ts";
import type { Places } from "../process/pairs.ts";
import { curveThrough } from "../process/places.ts";
import { checkSize } from "../process/size.ts";
import { warningsOf } from "../process/warnings.ts";
import { forecastFile } from "../show/forecastfile.ts";
import { jsonReport, textReport } from "../show/report.ts";
import type { FitOptions } from "../terminal/arguments.ts";
import { checkFolder, writeWhole } from "../terminal/files.ts";
import { displayOn, showing } from "../terminal/progress.ts";
import { type Answer, type Context, covarianceFor, forecastFor, sayTo, seriesFor } from "./request.ts";

/** What a shell says of a program that Ctrl-C ended. */
const interrupted = 130;

/** `fit`: what was learned is written before anything else is done with it, and whatever then fails is a warning. */
export async function fit(options: FitOptions, context: Context): Promise<Answer> {
  const say = sayTo(context.stderr);
  checkFolder(options.out);
  const given = covarianceFor(options.covariance, options.data);
  const series = seriesFor(options);
  // Whether there are such places is found out before the long part.
  const expected = forecastFor(series, (x) => ({ x, mean: x[0], std: x[0] }), options);
  if (expected === undefined && options.forecast !== undefined)
    throw new UserError("--forecast: several inputs have no direction to go on in; say --at <file>");
  const covariance = startsFrom(given ?? defaultCovariance(series.x.length), series.x, series.y);
  checkSize(series.y.length, kernelsIn(covariance), totalmem());
  for (const note of series.notes) say(`note: ${note}`);

  const { method, iterations, starts, seed } = options;
  const learnt = await showing(displayOn(context.stderr), (onIteration, tell) =>
    context.learner(covariance, series, {
      ...{ method, iterations, starts, seed, onIteration },
      signal: context.signal,
      tell,
    }),
  );

  const file = (suffix: string): string => join(options.out, `${series.name}${suffix}`);
  const model = await written(file(".model.json"), () => documentOf(learnt, series, options), say);
  for (const warning of warningsOf(learnt.fit, series.xLabels)) say(`warning: ${warning}`);
  const predict = predictorOf(learnt.covariance, series);
  const forecast = forecastFor(series, predict, options);
  const figure = await written(file(".svg"), () => figureOf(series, predict, forecast), say);
  const { forecast: forecastPath } = options;
  if (forecast !== undefined && forecastPath !== undefined)
    await written(forecastPath, () => forecastFile(forecast), say);
  const findings = { series, fit: learnt.fit, forecast, model, figure };
  if (options.json) say(`figure: ${figure ?? "none"}`);
  return {
    text: options.json ? jsonReport(findings) : textReport(findings),
    code: context.signal.aborted ? interrupted : model === undefined ? 1 : 0,
  };
}

function documentOf({ covariance, fit }: Learnt, series: Series, options: FitOptions): string {
  const { start, value, iterations, evaluations, message } = fit;
  const { data, x, y, delimiter, decimal, missing, timeUnit, method, starts, seed } = options;
  const source = data && x && y && { file: data, reading: { x, y, delimiter, decimal, missing, timeUnit } };
  return modelText({
    covariance,
    data: descriptionOf(series, source || {}),
    units: unitsOf(series.x, series.y),
    fit: { start, value, iterations, evaluations, method, message, ...(starts > 1 && { starts, seed }) },
  });
}

async function figureOf(
  series: Series,
  predict: (z: Places) => Prediction,
  forecast: Prediction | undefined,
): Promise<string> {
  // Only now: the garbage collector would go through the plotting library's objects at every evaluation.
  const { draw } = await import("../show/plot.ts");
  const { drawComparison } = await import("../show/comparison.ts");
  const { drawMap, mapPlaces } = await import("../show/map.ts");
  if (series.x.length === 2) {
    const [a, b] = series.x;
    const extent = [ends(a), ends(b)] as const;
    const { mean: values } = predict(mapPlaces(series.x, extent));
    return drawMap(series, { extent, values, name: `${series.yLabel}: the mean` }, forecast);
  }
  if (series.x.length > 2 || forecast === undefined) return drawComparison(series, predict(series.x));
  return draw(series, predict([curveThrough(series.x[0])]), forecast);
}

function ends(values: Float64Array): readonly [number, number] {
  return [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
}

/** Makes and writes a file; the name of it, or undefined after a warning. */
async function written(
  file: string,
  make: () => string | Uint8Array | Promise<string>,
  say: (text: string) => void,
): Promise<string | undefined> {
  try {
    writeWhole(file, await make());
    return file;
  } catch (error) {
    say(`warning: ${error instanceof UserError ? oneLine(error) : `${file}: was not made (${oneLine(error)})`}`);
    return undefined;
  }
}
