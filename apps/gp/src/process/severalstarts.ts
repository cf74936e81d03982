import { generator } from "wengert";
import type { Started } from "../covariance/covariance.ts";
import { settingsOf, valuesIn, withValues } from "../covariance/model.ts";
import { rangeOf } from "../covariance/settings.ts";
import { oneLine, UserError } from "../errors.ts";
import type { Series } from "../input/series.ts";
import { type LearnOptions, type Learnt, learn } from "./learn.ts";

/** How often to begin, and from where. */
export interface StartOptions extends LearnOptions {
  readonly starts: number;
  /** For the starts beyond the first. */
  readonly seed: number;
}

/** What is learned, by whoever does it: here, or a thread. */
export type Learner = (covariance: Started, series: Series, options: StartOptions) => Promise<Learnt>;

/**
 * `learn` from several starts, and the best of them: the covariance's own, then others around it that the seed determines. A start
 * from which nothing can be computed is left out.
 *
 * @throws {UserError} when that is so for all of them
 */
export const learnBest: Learner = async (covariance, series, options) => {
  let best: Learnt | undefined;
  let failure: UserError | undefined;
  for (const [i, start] of startsAround(covariance, options.starts, options.seed).entries()) {
    if (best !== undefined && options.signal?.aborted === true) break;
    try {
      const found = await learn(start, series, options);
      if (options.starts > 1) options.tell(`start ${i + 1} of ${options.starts}: ${found.fit.value.toFixed(4)}`);
      if (best === undefined || found.fit.value < best.fit.value) best = found;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      failure ??= error;
      if (options.starts > 1) options.tell(`start ${i + 1} of ${options.starts}: left out, ${oneLine(error)}`);
    }
  }
  if (best === undefined) throw failure ?? new UserError("nothing was learned");
  return best;
};

/** About so far, in logarithms, other starts lie from the first: a factor of 3. */
const spread = Math.log(3);

/** A covariance, and others whose learned values differ from it by factors that the seed determines, within their bounds. */
export function startsAround(covariance: Started, count: number, seed: number): Started[] {
  const random = generator(seed);
  const settings = settingsOf(covariance);
  const values = valuesIn(covariance);
  const others = Array.from({ length: count - 1 }, () => {
    const factors = random.normal(0, spread, [values.length]).data;
    const moved = values.map((value, i) => {
      const { fixed } = settings[i];
      const [low, high] = rangeOf(settings[i]) ?? [0, Number.POSITIVE_INFINITY];
      const other = value * Math.exp(factors[i]);
      return fixed === true || other <= low || other >= high ? value : other;
    });
    return withValues(covariance, moved);
  });
  return [covariance, ...others];
}
