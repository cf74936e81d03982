import type { Progress } from "wengert";
import type { Started } from "../covariance/covariance.ts";
import { kernelOf, parametersOf, priorOf, valuesIn, withValues } from "../covariance/model.ts";
import { inUnits, unitsOf } from "../covariance/units.ts";
import type { Series } from "../input/series.ts";
import { estimateFor } from "./estimate.ts";
import { type Fit, type FitOptions, fit, type Learned } from "./fit.ts";
import { type Prediction, posterior, sampleOf } from "./gp.ts";
import type { Places } from "./pairs.ts";

/** What was learned of a series, in the series' own units. */
export interface Model {
  readonly fit: Fit;
  /** The covariance, with what was learned in place of its starts. */
  readonly covariance: Started;
  readonly predict: (z: Places) => Prediction;
}

/**
 * Learns the parameters of a covariance from a series. Inside, data and parameters are counted in units that make them
 * about 1; what comes out is in the units that came in. A density of y/u is uⁿ times that of y, hence n log u.
 *
 * @param covariance - its numbers are the starts
 * @param tell - receives how long it may take, before a long fit starts
 */
export async function learn(
  covariance: Started,
  series: Series,
  options: FitOptions,
  tell: (text: string) => void,
): Promise<Model> {
  const units = unitsOf(series.x, series.y);
  const inside = (places: Places): Places => places.map((values) => values.map((value) => value / units.x));
  const scaled = inUnits(covariance, units);
  const [kernel, theta] = [kernelOf(scaled), parametersOf(scaled)];
  const sample = sampleOf(
    inside(series.x),
    series.y.map((value) => value / units.y),
  );
  const offset = series.y.length * Math.log(units.y);
  const outside = <P extends Pick<Progress, "value">>(progress: P): P => ({
    ...progress,
    value: progress.value + offset,
  });

  const estimate = estimateFor(kernel, theta, sample);
  if (estimate !== undefined) tell(estimate);
  const onIteration = options.onIteration && ((progress: Progress) => options.onIteration?.(outside(progress)));
  const prior = priorOf(scaled);
  const found = await fit(kernel, theta, sample, { ...options, onIteration, prior: prior && (() => prior(theta)) });

  const starts = valuesIn(covariance);
  const parameters = found.parameters.map(({ start, value, ...rest }, i): Learned => {
    return { ...rest, start: starts[i], value: value * (starts[i] / start) };
  });
  const predict = posterior(kernel, theta, sample);
  return {
    fit: { ...outside(found), start: found.start + offset, parameters },
    covariance: withValues(
      covariance,
      parameters.map(({ value }) => value),
    ),
    predict: (z) => {
      const { mean, std } = predict(inside(z));
      return { x: z, mean: mean.map((value) => value * units.y), std: std.map((value) => value * units.y) };
    },
  };
}
