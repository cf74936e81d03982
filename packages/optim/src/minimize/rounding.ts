import { inner, maxAbs, norm, type Vector } from "../spaces/vector.ts";
import { promises, type Trend } from "./convergence.ts";
import { formatNumber, type Outcome } from "./outcome.ts";
import type { Point, Problem } from "./problem.ts";
import { edge, unbounded } from "./withoutend.ts";

/** Below this, numbers lose their last digits. */
const least = 2 ** -1022 / Number.EPSILON;

/** Steps at which a search along a line failed. */
export type FailedSearch = "lineSearch" | "trustRegion";

interface FailureOptions {
  readonly status?: FailedSearch;
  /** Steepest descent in the variables that can move: by default all, with bounds those that are not held by one. */
  readonly descent?: Vector;
}

/**
 * The outcome after no lower value was found along any of some directions.
 *
 * It is "precision" where rounding explains that. Evidence is measured: the rounding of the value, by evaluating at
 * neighbours of the point; and the decrease to expect along each direction, by the curvature that the gradient shows there.
 * A search also fails where a gradient is wrong, and then it promises a decrease that rounding cannot hide. And it fails
 * where the variables have run off to the end of the floating-point numbers: that is "unbounded".
 */
export function noLowerValue(
  problem: Problem,
  here: Point,
  directions: readonly Vector[],
  trend: Trend,
  { status = "lineSearch", descent = here.gradient.map((g) => -g) }: FailureOptions = {},
): Outcome {
  if (maxAbs(here.x) > edge) return unbounded(here.value);
  const slope = maxAbs(descent);
  const size = `the gradient's largest entry is ${formatNumber(slope)}`;
  if (here.value !== 0 && Math.abs(here.value) < least) {
    return { status: "precision", message: `the value has reached the least numbers of floating point; ${size}` };
  }
  const all = directions.length === 0 ? [] : [...directions, ...coordinateDirections(here.x, descent)];
  const decrease = Math.max(...all.map((d) => expectedDecrease(problem, here, d)));
  const explained = directions.length > 0 && isHidden(problem, here, slope, trend, decrease);
  if (explained) {
    const message = `no lower value can be told apart in floating point: a further decrease is lost in rounding; ${size}`;
    return { status: "precision", message };
  }
  const where = status === "lineSearch" ? "the line search" : "the smallest trust region";
  const advice = "check the gradient with checkGrads, and whether the objective has jumps or kinks";
  return { status, message: `${where} found no lower value where the gradient promises one; ${size}: ${advice}` };
}

/**
 * Whether one more direction is worth a search after a failure: where rounding does not explain it, or the gradient still promises a
 * hundredth of the value for a step as long as a variable.
 */
export function goesOn({ status }: Outcome, here: Point, gradient: Vector): boolean {
  return status === "lineSearch" || (status === "precision" && promises(here, gradient));
}

/**
 * Steepest descent in single variables: the ten with the largest |gᵢxᵢ|. A direction over all variables follows the steepest of
 * them, beside which a large decrease in another one cannot be seen.
 */
function coordinateDirections(x: Vector, descent: Vector): readonly Vector[] {
  const promise = descent.map((d, i) => Math.abs(d * x[i]));
  const order = [...promise.keys()].filter((i) => promise[i] > 0).sort((i, j) => promise[j] - promise[i]);
  return order.slice(0, 10).map((i) => x.map((xi, j) => (i === j ? Math.sign(descent[i]) * Math.abs(xi) : 0)));
}

/** Whether rounding hides a decrease. The last digits of a value that came from much larger ones are no better than those. */
function isHidden(problem: Problem, here: Point, slope: number, { steepest, first }: Trend, decrease: number): boolean {
  const progress = steepest > 1e5 * slope ? 1e-11 * (first - here.value) : 0;
  if (decrease <= progress) return true;
  // What exceeds the value itself comes from a wrong gradient, and is not worth the evaluations.
  return decrease <= Math.abs(here.value) && decrease <= 8 * valueRounding(problem, here);
}

/** The rounding error of the value, measured at neighbouring floating-point numbers of x. */
export function valueRounding(problem: Problem, { x, value, gradient }: Point): number {
  let most = Number.EPSILON * Math.abs(value);
  for (const ulps of [-2, -1, 1, 2]) {
    const there = x.map((xi, i) => xi * (1 + (i % 2 === 0 ? ulps : -ulps) * Number.EPSILON));
    const point = problem.evaluate(there);
    if (!Number.isFinite(point.value)) continue;
    const linear = there.reduce((sum, t, i) => sum + gradient[i] * (t - x[i]), 0);
    most = Math.max(most, Math.abs(point.value - value - linear));
  }
  return most;
}

/**
 * The decrease to expect along a direction, by the curvature of the gradient there: 0 where the step is below the resolution of
 * x. Where the curvature is not positive, what the slope promises for a step as long as x.
 */
function expectedDecrease(problem: Problem, { x, gradient }: Point, d: Vector): number {
  const slope = inner(d, gradient);
  if (!(slope < 0)) return slope === 0 ? 0 : Number.POSITIVE_INFINITY;
  const size = norm(x);
  const h = size === 0 ? 1 : (Math.sqrt(Number.EPSILON) * size) / norm(d);
  const ahead = problem.evaluate(x.map((xi, i) => xi + h * d[i]));
  const curvature = (inner(ahead.gradient, d) - slope) / h;
  if (!(curvature > 0)) return size === 0 ? Number.POSITIVE_INFINITY : (-slope * size) / norm(d);
  const step = -slope / curvature;
  return d.every((di, i) => Math.abs(step * di) <= 2 * Number.EPSILON * Math.abs(x[i])) ? 0 : (step * -slope) / 2;
}
