import { formatNumber, type Outcome, success } from "./outcome.ts";
import type { Point } from "./problem.ts";

/** All relative, so that no criterion depends on the units of the objective or of its parameters. */
const limits = {
  /** Of the gradient, relative to the largest one of the run. */
  gradient: 1e-8,
  /** Of the decrease that is expected next and of the last one, relative to the value, for a small gradient to count. */
  expected: 1e-10,
  last: 1e-6,
  exact: 1e-4 * Number.EPSILON,
  /** Of the value relative to the first one, if it vanishes; and the least exponent α with f/f₀ = (g/G)^α. */
  vanishing: 2e-13,
  exponent: 1.25,
  /** Of the decrease of an iteration, relative to the value: SciPy's default for L-BFGS-B. */
  decrease: 1e7 * Number.EPSILON,
  /** Of the gradient, relative to the largest one, that shows real progress. */
  progress: 1e-3,
};

/** What the criteria need to know of the iterations before. */
export interface Trend {
  readonly first: number;
  readonly value: number;
  /** The largest gradient so far. */
  readonly steepest: number;
  /** How many iterations in a row have hardly lowered the value. */
  readonly small: number;
}

export interface Verdict {
  readonly trend: Trend;
  readonly outcome: Outcome | undefined;
}

/**
 * The criteria of methods with gradients. With a tolerance, the gradient's largest entry must not exceed it. Without one, either
 *
 *     max |gᵢ| ≤ 10⁻⁸ G   and little is left to gain, see {@link negligible}, or
 *     (f₀ - f₁)/max(|f₀|, |f₁|) ≤ 2.2·10⁻⁹   in two iterations in a row, and   max |gᵢ| ≤ 10⁻³ G
 *
 * where G is the largest gradient of the run. A small gradient alone proves nothing: an exponential may have started at 10³⁰.
 * A small decrease alone proves nothing either: the first steps in a narrow valley are short.
 *
 * @param before - `undefined` at the start
 * @param size - the largest entry of the gradient, or of its projection on bounds
 * @param expected - computes the decrease that a model predicts for the next step; by default the last decrease. "later" for
 * methods that ask {@link negligible} when they have a model
 */
export function checkConvergence(
  before: Trend | undefined,
  { value }: Point,
  size: number,
  tolerance: number | undefined,
  expected?: (() => number) | "later",
): Verdict {
  const trend = before ?? { first: value, value, steepest: size, small: 0 };
  const steepest = Math.max(trend.steepest, size);
  const decrease = trend.value - value;
  const scale = Math.max(Math.abs(value), Math.abs(trend.value));
  const isSmall = before !== undefined && !(decrease > limits.decrease * scale);
  const next = { first: trend.first, value, steepest, small: isSmall ? trend.small + 1 : 0 };
  const end = (message: string): Verdict => ({ trend: next, outcome: success(message) });
  const entry = `the gradient's largest entry, ${formatNumber(size)},`;
  if (size === 0) return end(`${entry} is at most ${formatNumber(tolerance ?? 0)}`);
  if (tolerance !== undefined) {
    return size <= tolerance
      ? end(`${entry} is at most ${formatNumber(tolerance)}`)
      : { trend: next, outcome: undefined };
  }
  if (size <= limits.gradient * steepest && before !== undefined && expected !== "later") {
    const outcome = negligible(next, size, expected?.() ?? decrease, decrease);
    if (outcome !== undefined) return { trend: next, outcome };
  }
  if (next.small < 2 || size > limits.progress * steepest) return { trend: next, outcome: undefined };
  const relative = `the value's relative decrease, ${formatNumber(decrease / scale)}, is at most ${formatNumber(limits.decrease)}`;
  return end(`${relative} in two iterations in a row`);
}

/**
 * The outcome where the gradient is small for this run and little is left to gain: either in relation to the value, or because the
 * value itself has vanished.
 *
 * A value of 0 at the minimum has no relation. There f/f₀ = (g/G)^α, with α = 2 for a parabola, 4/3 for a fourth power, and 1
 * for an exponential, which has no minimum: the exponent tells an approach to a minimum from a fall from a great height.
 *
 * @param last - the decrease of the last iteration
 */
export function negligible(
  { first, value, steepest }: Trend,
  size: number,
  expected: number,
  last: number = expected,
): Outcome | undefined {
  const ratio = size / steepest;
  if (ratio > limits.gradient) return undefined;
  // After a step to the very minimum, as of a quadratic function, the last decrease was large and none is left.
  const isExact = expected <= limits.exact * Math.abs(value);
  const isSmall = isExact || (expected <= limits.expected * Math.abs(value) && last <= limits.last * Math.abs(value));
  const hasVanished = Math.abs(value) <= Math.min(limits.vanishing, ratio ** limits.exponent) * Math.abs(first);
  if (!isSmall && !hasVanished) return undefined;
  const entry = `the gradient's largest entry, ${formatNumber(size)}, is at most ${formatNumber(limits.gradient)} of the largest one`;
  return success(`${entry} before, and a further decrease of ${formatNumber(expected)} is expected`);
}
