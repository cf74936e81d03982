import { inner, maxAbs, type Vector } from "../spaces/vector.ts";
import { formatNumber, type Outcome, success } from "./outcome.ts";
import type { Point } from "./problem.ts";

/** All relative, so that no criterion depends on the units of the objective or of its parameters. */
const limits = {
  /** Of the gradient, relative to the largest one of the run: with a model of the function, and without. */
  gradient: 1e-6,
  slope: 1e-8,
  /** Of the decrease that is expected next and of the last one, relative to the value, for a small gradient to count. */
  expected: 1e-9,
  last: 1e-6,
  exact: 1e-4 * Number.EPSILON,
  /** Of the value relative to the first one, if it vanishes; and the least exponent α with f/f₀ = (g/G)^α. */
  vanishing: 1e-12,
  exponent: 1.25,
  /** Of the next step of a variable, relative to the variable: where it is settled, and where it may fall to 0. */
  settled: 2e-6,
  falling: 0.1,
  /** Of |gᵢxᵢ|, relative to the value. */
  promise: 1e-2,
  /** Of the decrease of an iteration, relative to the value: SciPy's default for L-BFGS-B. */
  decrease: 1e7 * Number.EPSILON,
  /** Of the gradient, relative to the largest one, that shows real progress. */
  progress: 1e-3,
  /** Iterations without any progress, after which there will be none. */
  idle: 10,
};

/** What the criteria need to know of the iterations before. */
export interface Trend {
  readonly first: number;
  readonly value: number;
  /** The largest gradient so far. */
  readonly steepest: number;
  /** How many iterations in a row have hardly lowered the value. */
  readonly small: number;
  /** How many in a row have lowered neither the value nor the least gradient. */
  readonly idle: number;
  readonly flattest: number;
}

export interface Verdict {
  readonly trend: Trend;
  readonly outcome: Outcome | undefined;
}

/**
 * The criteria of methods with gradients. With a tolerance, the gradient's largest entry must not exceed it. Without one, either
 *
 *     max |gᵢ| ≤ 10⁻⁶ G   and little is left to gain, see {@link negligible}, or
 *     (f₀ - f₁)/max(|f₀|, |f₁|) ≤ 2.2·10⁻⁹   in two iterations in a row,   max |gᵢ| ≤ 10⁻³ G   and   max |gᵢxᵢ| ≤ |f|/100
 *
 * where 10⁻⁶ becomes 10⁻⁸ for methods without a model, and G is the largest gradient of the run. A small gradient alone proves nothing: an exponential may have started at 10³⁰.
 * A small decrease alone proves nothing either: the first steps in a narrow valley are short.
 *
 * @param before - `undefined` at the start
 * @param gradient - with bounds, its projection on them
 * @param model - computes the step to the minimum of a model; where there is none, the last decrease tells what to expect. "later"
 * for methods that ask {@link negligible} when they have a model
 */
export function checkConvergence(
  before: Trend | undefined,
  point: Point,
  gradient: Vector,
  tolerance: number | undefined,
  model?: (() => Vector | undefined) | "later",
): Verdict {
  const { value } = point;
  const size = maxAbs(gradient);
  const trend = before ?? { first: value, value, steepest: size, small: 0, idle: 0, flattest: size };
  const steepest = Math.max(trend.steepest, size);
  const decrease = trend.value - value;
  const scale = Math.max(Math.abs(value), Math.abs(trend.value));
  const isSmall = before !== undefined && !(decrease > limits.decrease * scale);
  const isIdle = before !== undefined && decrease <= 0 && size >= trend.flattest;
  const next = {
    first: trend.first,
    value,
    steepest,
    small: isSmall ? trend.small + 1 : 0,
    idle: isIdle ? trend.idle + 1 : 0,
    flattest: Math.min(trend.flattest, size),
  };
  const end = (message: string): Verdict => ({ trend: next, outcome: success(message) });
  const entry = `the gradient's largest entry, ${formatNumber(size)},`;
  if (size === 0) return end(`${entry} is at most ${formatNumber(tolerance ?? 0)}`);
  if (next.idle >= limits.idle) {
    const message = `no lower value can be told apart in floating point: ${next.idle} iterations have changed it by rounding only; ${entry} stays`;
    return { trend: next, outcome: { status: "precision", message } };
  }
  if (tolerance !== undefined) {
    return size <= tolerance
      ? end(`${entry} is at most ${formatNumber(tolerance)}`)
      : { trend: next, outcome: undefined };
  }
  if (size <= limits.gradient * steepest && before !== undefined && model !== "later") {
    const step = model?.();
    const expected = model === undefined ? decrease : modelDecrease(point, step);
    const outcome = negligible(next, point, gradient, expected, step, decrease);
    if (outcome !== undefined) return { trend: next, outcome };
  }
  if (next.small < 2 || size > limits.progress * steepest || promises(point, gradient))
    return { trend: next, outcome: undefined };
  const relative = `the value's relative decrease, ${formatNumber(decrease / scale)}, is at most ${formatNumber(limits.decrease)}`;
  return end(`${relative} in two iterations in a row`);
}

/**
 * The outcome where the gradient is small for this run and little is left to gain: either in relation to the value, or because the
 * value itself has vanished and no variable is still far from where it goes.
 *
 * A value of 0 at the minimum has no relation. There f/f₀ = (g/G)^α, with α = 2 for a parabola, 4/3 for a fourth power, and 1
 * for an exponential, which has no minimum: the exponent tells an approach to a minimum from a fall from a great height.
 *
 * @param expected - the decrease that the step gains if the model is right
 * @param step - to the minimum of the model
 * @param last - the decrease of the last iteration
 */
export function negligible(
  { first, steepest }: Trend,
  point: Point,
  gradient: Vector,
  expected: number,
  step: Vector | undefined,
  last: number = expected,
): Outcome | undefined {
  const { x, value } = point;
  const size = maxAbs(gradient);
  const ratio = size / steepest;
  const limit = step === undefined ? limits.slope : limits.gradient;
  if (ratio > limit) return undefined;
  // After a step to the very minimum, as of a quadratic function, the last decrease was large and none is left.
  const isExact = expected <= limits.exact * Math.abs(value);
  const isSmall = isExact || (expected <= limits.expected * Math.abs(value) && last <= limits.last * Math.abs(value));
  const hasVanished = Math.abs(value) <= Math.min(limits.vanishing, ratio ** limits.exponent) * Math.abs(first);
  if ((!isSmall || promises(point, gradient)) && !(hasVanished && isSettled(x, step))) return undefined;
  const entry = `the gradient's largest entry, ${formatNumber(size)}, is at most ${formatNumber(limit)} of the largest one`;
  return success(`${entry} before, and a further decrease of ${formatNumber(expected)} is expected`);
}

/**
 * Whether the gradient promises a large part of the value for a step as long as a variable itself: max |gᵢxᵢ| > |f|/100. In a curved
 * valley a model that has seen its steep walls only expects nothing more, while the floor still falls.
 */
export function promises({ x, value }: Point, gradient: Vector): boolean {
  return gradient.some((g, i) => Math.abs(g * x[i]) > limits.promise * Math.abs(value));
}

/** Half the slope along the way to a model's minimum: what that step gains if the model is right. */
export function modelDecrease({ gradient }: Point, step: Vector | undefined): number {
  const decrease = step === undefined ? 0 : -inner(step, gradient) / 2;
  // A model without descent has lost its digits, and says nothing.
  return decrease > 0 ? decrease : Number.POSITIVE_INFINITY;
}

/**
 * Whether the next step leaves the first digits of every variable alone, except of those that may fall to 0. A variable in between
 * has not arrived: the value, small beside the first one, may be large in the scale of that variable. So it is for
 * (x - 10⁶)² + (xy - 2)², which starts at 10¹² and in the end varies by 4 over the size of y.
 */
export function isSettled(x: Vector, step: Vector | undefined): boolean {
  if (step === undefined) return true;
  return step.every((d, i) => {
    const change = Math.abs(d / x[i]);
    return !(change > limits.settled && change < limits.falling);
  });
}
