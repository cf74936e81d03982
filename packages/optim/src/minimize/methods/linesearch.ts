import { type Interval, type Slope, updateInterval } from "./trialinterval.ts";

export interface LineSearchOptions {
  /** μ of the decrease condition, in (0, ½). */
  readonly decrease?: number;
  /** η of the curvature condition, in (μ, 1). */
  readonly curvature?: number;
  /** The search ends at an interval shorter than this, relative to its far end. */
  readonly precision?: number;
  /** Bounds on the step. */
  readonly min?: number;
  readonly max?: number;
  /** The most trials. */
  readonly trials?: number;
}

/**
 * A step t > 0 that satisfies the strong Wolfe conditions
 *
 *     φ(t) ≤ φ(0) + μ t φ'(0)        enough decrease, so that the step is not too long
 *     |φ'(t)| ≤ η |φ'(0)|            enough flattening, so that it is not too short
 *
 * As long as no trial has both decrease and a slope ≥ 0, trials above the line of the first condition are compared by
 * ψ(t) = φ(t) - φ(0) - μ t φ'(0), whose minimizer is acceptable; afterwards by φ itself. An interval that does not
 * shrink by a third in two trials is halved.
 *
 * A trial where φ is not finite is too long: the search continues between the best step so far and half the way to it.
 *
 * Source: Moré & Thuente (1994), algorithm of section 2 with the modification of section 3; its constants 1.1, 4, 0.66.
 *
 * @param phi - φ, φ' at a step; called with no step twice
 * @param zero - φ(0) with φ'(0) < 0
 * @param first - the first trial, > 0
 * @returns the accepted trial; where bounds, precision or the number of trials end the search, the lowest trial with
 * enough decrease; `undefined` if there is none
 */
export function lineSearch<T extends Slope>(
  phi: (step: number) => T,
  zero: T,
  first: number,
  options: LineSearchOptions = {},
): T | undefined {
  const { decrease = 1e-3, curvature = 0.9, precision = 0.1, min = 0, trials = 20 } = options;
  let { max = Number.POSITIVE_INFINITY } = options;
  const lift = decrease * zero.slope;
  const low = (trial: T): boolean => trial.value <= zero.value + lift * trial.step;

  let interval: Interval<T> = { best: zero, other: undefined, next: Math.min(Math.max(first, min), max) };
  let widths = [2 * (max - min), max - min];
  let descending = true;
  for (let count = 0; count < trials; count++) {
    const { best, next: step } = interval;
    const trial = phi(step);
    if (!Number.isFinite(trial.value) || !Number.isFinite(trial.slope)) {
      // Interpolation is impossible here. Go back three quarters of the way, and bound later steps by half of it.
      if (step > best.step) max = (best.step + step) / 2;
      const next = best.step + (step - best.step) / 4;
      if (next === best.step) break;
      interval = { ...interval, next };
      continue;
    }
    const enough = low(trial);
    if (enough && Math.abs(trial.slope) <= curvature * -zero.slope) return trial;
    if (enough && trial.slope <= lift && step === max) return trial;
    if (enough && trial.slope >= 0) descending = false;

    const above = descending && !enough && trial.value <= best.value;
    const [lower, upper] = range(interval);
    interval = updateInterval(interval, trial, lower, upper, above ? lift : 0);
    if (interval.other !== undefined) {
      const [from, to] = range(interval);
      if (to - from >= 0.66 * widths[0]) interval = { ...interval, next: (from + to) / 2 };
      widths = [widths[1], to - from];
      if (to - from <= precision * to || !(interval.next > from && interval.next < to)) break;
    }
    interval = { ...interval, next: Math.min(Math.max(interval.next, min), max) };
    if (interval.next === step) break;
  }
  // For tiny steps, rounding could make a value equal to the first one pass the test of enough decrease.
  return interval.best.value < zero.value && low(interval.best) ? interval.best : undefined;
}

/** The range of the next trial: a closed interval itself, or a range beyond the present trial of an open one. */
function range({ best, other, next }: Interval): [number, number] {
  if (other === undefined) return [next + 1.1 * (next - best.step), next + 4 * (next - best.step)];
  return [Math.min(best.step, other.step), Math.max(best.step, other.step)];
}
