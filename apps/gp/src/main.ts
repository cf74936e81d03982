import { totalmem } from "node:os";
import { join } from "node:path";
import { WengertError } from "wengert";
import { co2Covariance } from "./covariance/co2.ts";
import type { Covariance } from "./covariance/covariance.ts";
import { parseExpression } from "./covariance/expression.ts";
import { covarianceText } from "./covariance/json.ts";
import { kernelsIn } from "./covariance/model.ts";
import { defaultCovariance, startsFrom } from "./covariance/starts.ts";
import { oneLine, UserError } from "./errors.ts";
import type { Series } from "./input/series.ts";
import type { Prediction } from "./process/gp.ts";
import { learn, type Model } from "./process/learn.ts";
import { curveThrough, placesAfter } from "./process/places.ts";
import { checkSize } from "./process/size.ts";
import { warningsOf } from "./process/warnings.ts";
import { type Findings, jsonReport, textReport } from "./show/report.ts";
import { co2Record } from "./terminal/co2.ts";
import { checkFolder, writeWhole } from "./terminal/files.ts";
import { type Options, readOptions } from "./terminal/options.ts";
import { displayOn, type Output, showing } from "./terminal/progress.ts";
import { readCovariance, readSeries } from "./terminal/read.ts";

/** Where a run writes to. */
export interface Streams {
  readonly stdout: Output;
  readonly stderr: Output;
}

/** What a shell says of a program that Ctrl-C ended. */
const interrupted = 130;

/**
 * The program.
 *
 * @param args - the command line, without the program's name
 * @param signal - ends the fit early; what was found until then is reported
 * @returns the exit code: 1 when the user has to put something right, which stderr then says in one line
 */
export async function main(
  args: readonly string[],
  { stdout, stderr }: Streams,
  signal: AbortSignal = new AbortController().signal,
): Promise<number> {
  try {
    let help = "";
    const options = readOptions(args, (text) => (help += text));
    if (options === undefined) {
      await stdout.write(help);
      return 0;
    }
    const findings = await run(options, stderr, signal);
    if (options.json) stderr.write(`figure: ${findings.figure ?? "none"}\n`);
    await stdout.write(`${options.json ? jsonReport(findings) : textReport(findings)}\n`);
    return signal.aborted ? interrupted : findings.model === undefined ? 1 : 0;
  } catch (error) {
    // Other errors are mistakes in the program, and show where.
    if (!(error instanceof UserError || error instanceof WengertError)) throw error;
    stderr.write(`${oneLine(error)}\n`);
    return 1;
  }
}

/** What was learned is written before anything else is done with it: whatever then fails is a warning. */
async function run(options: Options, stderr: Output, signal: AbortSignal): Promise<Findings> {
  checkFolder(options.out);
  const given = covarianceFor(options);
  const series = seriesFor(options);
  if (series.x.length > 1 && options.horizon !== undefined) {
    throw new UserError("--horizon: several inputs have no forecast; it needs a single --x");
  }
  const covariance = startsFrom(given ?? defaultCovariance(series.x.length), series.x, series.y);
  checkSize(series.y.length, kernelsIn(covariance), totalmem());
  const say = (text: string): void => void stderr.write(`${text}\n`);
  for (const note of series.notes) say(`note: ${note}`);

  const learnt = await showing(displayOn(stderr), (onIteration) =>
    learn(covariance, series, { ...options, onIteration, signal }, say),
  );

  const file = (suffix: string): string => join(options.out, `${series.name}${suffix}`);
  const model = await written(file(".covariance.json"), () => covarianceText(learnt.covariance), say);
  for (const warning of warningsOf(learnt.fit)) say(`warning: ${warning}`);
  const forecast = forecastOf(series, learnt, options.horizon);
  const figure = await written(file(".svg"), () => figureOf(series, learnt, forecast), say);
  return { series, fit: learnt.fit, forecast, model, figure };
}

/** A forecast needs a direction to go on in: several inputs have none. */
function forecastOf({ x, horizon }: Series, { predict }: Model, asked?: number): Prediction | undefined {
  return x.length === 1 ? predict([placesAfter(x[0], asked ?? horizon)]) : undefined;
}

async function figureOf(series: Series, { predict }: Model, forecast: Prediction | undefined): Promise<string> {
  // Only now: the garbage collector would go through the plotting library's objects at every evaluation.
  const { draw } = await import("./show/plot.ts");
  const { drawComparison } = await import("./show/comparison.ts");
  if (forecast === undefined) return drawComparison(series, predict(series.x));
  return draw(series, predict([curveThrough(series.x[0])]), forecast);
}

/** Makes and writes a file; the name of it, or undefined after a warning. */
async function written(
  file: string,
  make: () => string | Promise<string>,
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

function seriesFor({ data, x, y, ...reading }: Options): Series {
  return data === undefined || x === undefined || y === undefined
    ? co2Record()
    : readSeries(data, { ...reading, x, y });
}

function covarianceFor({ covariance, data }: Options): Covariance | undefined {
  if (covariance === undefined) return data === undefined ? co2Covariance : undefined;
  return covariance.endsWith(".json") ? readCovariance(covariance) : parseExpression(covariance);
}
