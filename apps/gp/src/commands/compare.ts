import { totalmem } from "node:os";
import { co2Covariance } from "../covariance/co2.ts";
import type { Started } from "../covariance/covariance.ts";
import { kernelsIn, settingsOf } from "../covariance/model.ts";
import { startsFrom } from "../covariance/starts.ts";
import { expressionOf } from "../covariance/written.ts";
import { excerpt, oneLine, UserError } from "../errors.ts";
import type { Series } from "../input/series.ts";
import { checkSize } from "../process/size.ts";
import { alignedTable } from "../show/table.ts";
import type { CompareOptions } from "../terminal/arguments.ts";
import { displayOn, showing } from "../terminal/progress.ts";
import { type Answer, type Context, covarianceFor, sayTo, seriesFor } from "./request.ts";

/** One covariance, learned. */
interface Compared {
  readonly covariance: string;
  /** How many parameters were learned. */
  readonly parameters: number;
  readonly value: number;
  /** Twice the value, and log n for each parameter. The lowest is the best. */
  readonly bic: number;
  readonly evaluations: number;
  readonly seconds: number;
  readonly learned: string;
}

/** `compare`: learns several covariances of the same data, and ranks them by the Bayesian information criterion. */
export async function compare(options: CompareOptions, context: Context): Promise<Answer> {
  const say = sayTo(context.stderr);
  const series = seriesFor(options);
  for (const note of series.notes) say(`note: ${note}`);
  const { method, iterations, starts, seed, signal } = { ...options, signal: context.signal };
  // All of them before the first is learned, which may take minutes.
  const candidates = options.covariance.map((text) => ({ text, covariance: startedAs(text, options.data, series) }));
  const found: Compared[] = [];
  for (const { text, covariance } of candidates) {
    if (signal.aborted) break;
    say(`${text}:`);
    try {
      const { fit, covariance: learned } = await showing(displayOn(context.stderr), (onIteration, tell) =>
        context.learner(covariance, series, {
          ...{ method, iterations, starts, seed, signal, onIteration },
          tell,
        }),
      );
      const parameters = settingsOf(covariance).filter(({ fixed }) => fixed !== true).length;
      const { value, evaluations, seconds } = fit;
      const bic = 2 * value + parameters * Math.log(series.y.length);
      found.push({ covariance: text, parameters, value, bic, evaluations, seconds, learned: expressionOf(learned) });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      say(`warning: left out, ${oneLine(error)}`);
    }
  }
  if (found.length === 0) throw new UserError("none of the covariances could be learned");
  found.sort((a, b) => a.bic - b.bic);
  return { text: options.json ? JSON.stringify({ compared: found }) : tableOf(found), code: signal.aborted ? 130 : 0 };
}

/** A covariance that was asked for, with its starts. @throws {UserError} that names it */
function startedAs(text: string, data: string | undefined, series: Series): Started {
  try {
    const covariance = startsFrom(covarianceFor(text, data) ?? co2Covariance, series.x, series.y);
    checkSize(series.y.length, kernelsIn(covariance), totalmem());
    return covariance;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(`--covariance "${excerpt(text)}": ${oneLine(error)}; nothing was learned`);
  }
}

function tableOf(found: readonly Compared[]): string {
  const [{ bic: best }] = found;
  const rows = found.map(({ covariance, parameters, value, bic, evaluations, seconds }) => [
    covariance,
    String(parameters),
    value.toFixed(3),
    `+${(bic - best).toFixed(1)}`,
    String(evaluations),
    `${seconds.toFixed(1)} s`,
  ]);
  const header = ["covariance", "parameters", "−log likelihood", "BIC", "evaluations", "time"];
  return `${alignedTable([header, ...rows])}\n\nThe best stands first. BIC counts from there: 6 more is strong evidence against the other, 10 very strong.`;
}
