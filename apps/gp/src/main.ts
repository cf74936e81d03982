import { join } from "node:path";
import { WengertError } from "wengert";
import { co2Covariance, co2Record } from "./co2.ts";
import type { Covariance } from "./covariance/covariance.ts";
import { parseExpression } from "./covariance/expression.ts";
import { readCovariance } from "./covariance/json.ts";
import { kernelOf, parametersOf } from "./covariance/model.ts";
import { oneLine, UserError } from "./errors.ts";
import { checkFolder, writeWhole } from "./files.ts";
import { fit } from "./fit.ts";
import { posterior, sampleOf } from "./gp.ts";
import { type Options, readOptions } from "./options.ts";
import { curveThrough, tenYearsAfter } from "./places.ts";
import { displayOn, type Output, showing } from "./progress.ts";
import { type Findings, jsonReport, textReport } from "./report.ts";
import { readSeries, type Series } from "./series.ts";

/** Where a run writes to. */
export interface Streams {
  readonly stdout: Output;
  readonly stderr: Output;
}

/**
 * The program.
 *
 * @param args - the command line, without the program's name
 * @returns the exit code: 1 when the user has to put something right, which stderr then says in one line
 */
export async function main(args: readonly string[], { stdout, stderr }: Streams): Promise<number> {
  try {
    const options = readOptions(args, (text) => stdout.write(text));
    if (options === undefined) return 0;
    const findings = await run(options, stderr);
    if (options.json) stderr.write(`figure: ${findings.figure}\n`);
    stdout.write(`${options.json ? jsonReport(findings) : textReport(findings)}\n`);
    return 0;
  } catch (error) {
    // Other errors are mistakes in the program, and show where.
    if (!(error instanceof UserError || error instanceof WengertError)) throw error;
    stderr.write(`${oneLine(error)}\n`);
    return 1;
  }
}

async function run(options: Options, stderr: Output): Promise<Findings> {
  checkFolder(options.out);
  const covariance = covarianceFor(options);
  const series = seriesFor(options);
  const kernel = kernelOf(covariance);
  const theta = parametersOf(covariance);
  const sample = sampleOf(series.x, series.y);

  const found = showing(displayOn(stderr), (show) => fit(kernel, theta, sample, { ...options, onIteration: show }));

  // Only now: the garbage collector would go through the plotting library's objects at every evaluation.
  const { draw } = await import("./plot.ts");
  const predict = posterior(kernel, theta, sample);
  const forecast = predict(tenYearsAfter(series.x[series.x.length - 1]));
  const figure = join(options.out, `${series.name}.svg`);
  writeWhole(figure, draw(series, predict(curveThrough(series.x)), forecast));
  return { series, fit: found, forecast, figure };
}

function seriesFor({ data, x, y }: Options): Series {
  return data === undefined || x === undefined || y === undefined ? co2Record() : readSeries(data, x, y);
}

function covarianceFor({ covariance }: Options): Covariance {
  if (covariance === undefined) return co2Covariance;
  return covariance.endsWith(".json") ? readCovariance(covariance) : parseExpression(covariance);
}
