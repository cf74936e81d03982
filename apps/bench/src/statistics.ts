/** Where a set of samples lies, and how far it spreads. */
export interface Summary {
  readonly min: number;
  readonly q1: number;
  readonly median: number;
  readonly q3: number;
  /** How many samples. */
  readonly count: number;
}

/**
 * Median, minimum and quartiles; between two samples by linear interpolation.
 *
 * The mean is left out: one interruption by the operating system moves it as far as it likes.
 *
 * Source: Hyndman and Fan, "Sample quantiles in statistical packages", 1996, definition 7.
 *
 * @param samples - at least one
 */
export function summarize(samples: readonly number[]): Summary {
  if (samples.length === 0) throw new Error("summarize: there are no samples");
  const sorted = samples.toSorted((a, b) => a - b);
  const quantile = (p: number): number => {
    const at = p * (sorted.length - 1);
    const below = Math.floor(at);
    const above = Math.ceil(at);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  };
  return { min: sorted[0], q1: quantile(0.25), median: quantile(0.5), q3: quantile(0.75), count: sorted.length };
}
