import type { Started } from "../covariance/covariance.ts";
import { kernelOf, parametersOf, priorOf, startOf, valuesIn, withValues } from "../covariance/model.ts";
import { inUnits, type Units, unitsOf } from "../covariance/units.ts";
import type { Series } from "../input/series.ts";
import { estimateFor } from "./estimate.ts";
import { type Fit, type FitOptions, fit, type Learned } from "./fit.ts";
import { type Prediction, posterior, type Sample, sampleOf } from "./gp.ts";
import type { Places } from "./pairs.ts";

/** What was learned of a series, in the series' own units. Plain data. */
export interface Learnt {
  readonly fit: Fit;
  /** The covariance, with what was learned in place of its starts. */
  readonly covariance: Started;
}

/** How to learn, and who hears of it: values are in the series' own units. */
export interface LearnOptions extends Omit<FitOptions, "prior"> {
  /** Receives how long it may take, before a long fit starts, and what else should be known. */
  readonly tell: (text: string) => void;
}

/**
 * Learns the parameters of a covariance from a series. Inside, data and parameters are counted in units that make them
 * about 1; what comes out is in the units that came in. A density of y/u is uⁿ times that of y, hence n log u.
 *
 * @param covariance - its numbers are the starts
 */
export async function learn(covariance: Started, series: Series, options: LearnOptions): Promise<Learnt> {
  const { scaled, sample, units } = scaledSeries(covariance, series);
  const [kernel, theta] = [kernelOf(scaled), parametersOf(scaled)];
  const offset = series.y.length * Math.log(units.y);
  const [starts, inside] = [valuesIn(covariance), valuesIn(scaled)];
  // Every value is in the unit of its start.
  const outside = (value: number, i: number): number => value * (starts[i] / inside[i]);

  const estimate = estimateFor(kernel, theta, sample);
  if (estimate !== undefined) options.tell(estimate);
  const prior = priorOf(scaled);
  const found = await fit(kernel, theta, sample, {
    ...options,
    prior: prior && (() => prior(theta)),
    onIteration: (progress, values) => {
      const moved = { value: progress.value + offset, best: progress.best + offset };
      options.onIteration?.({ ...progress, ...moved }, values.map(outside));
    },
  });
  const parameters = found.parameters.map((learned, i): Learned => {
    return { ...learned, start: starts[i], value: outside(learned.value, i) };
  });
  return {
    fit: { ...found, start: found.start + offset, value: found.value + offset, parameters },
    covariance: withValues(
      covariance,
      parameters.map(({ value }) => value),
    ),
  };
}

/** What a process with this covariance predicts after it has seen a series, in the series' own units. */
export function predictorOf(covariance: Started, series: Series): (z: Places) => Prediction {
  const { scaled, sample, units } = scaledSeries(covariance, series);
  const predict = posterior(kernelOf(scaled), startOf(scaled), sample);
  return (z) => {
    const { mean, std } = predict(z.map((values) => values.map((value) => value / units.x)));
    return { x: z, mean: mean.map((value) => value * units.y), std: std.map((value) => value * units.y) };
  };
}

/** A covariance and a series in the units in which they are about 1. */
export function scaledSeries(
  covariance: Started,
  { x, y }: Series,
): { readonly scaled: Started; readonly sample: Sample; readonly units: Units } {
  const units = unitsOf(x, y);
  const inside = x.map((values) => values.map((value) => value / units.x));
  const observed = y.map((value) => value / units.y);
  return { scaled: inUnits(covariance, units), sample: sampleOf(inside, observed), units };
}
