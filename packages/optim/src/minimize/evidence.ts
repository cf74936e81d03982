import { type FlatBounds, longestStep, noBounds, projectedGradient } from "../spaces/flatbounds.ts";
import { maxAbs, type Vector } from "../spaces/vector.ts";
import { checkConvergence, isSettled, type Trend } from "./convergence.ts";
import { modelByDifferences, modelByProducts } from "./curvaturemodel.ts";
import { downwardBend, regionStep } from "./localmodel.ts";
import type { Method, Step } from "./method.ts";
import { searchDirection } from "./methods/searchdirection.ts";
import { isSuccess } from "./outcome.ts";
import type { Point, Problem } from "./problem.ts";

interface State {
  readonly here: Point;
  readonly trend: Trend;
  /** The largest size of each variable in the run, which is its size where it has fallen to 0. Kept by exact methods only. */
  readonly reach?: Vector | undefined;
}

/** All relative. */
const limits = {
  /** Of a decrease that is worth going on for, to the value. */
  gain: 1e-6,
  /** Of the value to the first one, where it has vanished and has no relation. */
  vanishing: 1e-12,
  /** How many variables are looked at: by differences of gradients, and by products of the Hessian. */
  differences: 10,
  products: 100,
  /** Of a curvature to the largest entry of the Hessian, to count as negative. */
  bend: { differences: 1e-6, products: 1e-12 },
};

/**
 * A method that looks once more before it ends, because what it has gathered on its way tells nothing of where it has not been: in a
 * curved valley the model of a quasi-Newton method knows the steep walls only, on a plateau no method expects anything.
 *
 * In variables over their sizes, the Hessian at the end says how much a step as long as the variables gains. Where that is more than
 * a millionth of the value, and a search along that step finds it, the method goes on from there. Nothing has to be looked at where
 *
 *     max |gᵢxᵢ| ≤ 10⁻⁶ |f|
 *
 * because no such step gains more to first order. "differences" compares gradients beside the point, for the ten variables
 * with the largest |gᵢxᵢ|; "products" has the exact Hessian, of a hundred variables, which also tells a saddle from a minimum.
 *
 * @param hasModel - whether the method has a model that tells where variables go when the value vanishes
 */
export function withEvidence<S extends State>(
  method: Method<S>,
  source: "differences" | "products",
  hasModel = true,
): Method<S> {
  const confirmed = (problem: Problem, step: Step<S>, tolerance: number | undefined, given?: FlatBounds): Step<S> => {
    const status = step.outcome?.status;
    if (!isQuestionable(status) || problem.usesNothing) return step;
    const exact = source === "products";
    if (tolerance !== undefined && !exact) return step;
    const { here, trend, reach } = step.state;
    const bounds = given ?? noBounds(here.x.length);
    const saddles = isSuccess(status) ? (tolerance === undefined ? "too" : "only") : "no";
    const next = furtherDescent(problem, here, trend, bounds, { exact, hasModel, saddles, reach });
    if (next === undefined) return step;
    const gradient = projectedGradient(next.x, next.gradient, bounds);
    const verdict = checkConvergence(trend, next, gradient, undefined, "later");
    const state = { ...step.state, here: next, trend: { ...verdict.trend, small: 0 } };
    return { state, point: next, slope: maxAbs(gradient) };
  };
  return {
    ...method,
    begin: (problem, start, options) => {
      const step = method.begin(problem, start, options);
      return source === "products" ? confirmed(problem, reached(step), options.tolerance) : step;
    },
    advance: (problem, state, options) => {
      const step = method.advance(problem, state, options);
      const known = source === "products" ? reached(step, state.reach) : step;
      return confirmed(problem, known, options.tolerance, options.bounds);
    },
  };
}

/** A step that knows how far each variable has been from 0. */
function reached<S extends State>(step: Step<S>, before?: Vector): Step<S> {
  const reach = step.state.here.x.map((xi, i) => Math.max(Math.abs(xi), before?.[i] ?? 0));
  return { ...step, state: { ...step.state, reach } };
}

/** Whether an end says something about what is left to gain. */
function isQuestionable(status: string | undefined): status is string {
  return status !== undefined && (isSuccess(status) || status === "lineSearch" || status === "trustRegion");
}

/** What there is to find out. */
interface Question {
  readonly exact: boolean;
  readonly hasModel: boolean;
  /**
   * Whether the point may be a saddle: "only" where a tolerance for the gradient is met, which says all but that; "no" where a search
   * has failed, because the gradient may be wrong, and curvature with it.
   */
  readonly saddles: "no" | "too" | "only";
  readonly reach: Vector | undefined;
}

/** A point worth going on from; `undefined` where none is found. */
function furtherDescent(
  problem: Problem,
  here: Point,
  { first }: Trend,
  bounds: FlatBounds,
  { exact, hasModel, saddles, reach = here.x }: Question,
): Point | undefined {
  const { x, value } = here;
  const slopes = projectedGradient(x, here.gradient, bounds);
  const largest = maxAbs(reach) || 1;
  const sizes = reach.map((size) => Math.abs(size) || largest);
  const promises = slopes.map((g, i) => Math.abs(g * sizes[i]));
  const hasVanished = Math.abs(value) <= limits.vanishing * Math.abs(first);
  const enough = Math.max(limits.gain * Math.abs(value), Number.EPSILON * Math.abs(first));
  // Where the value has vanished, a method with a model has seen that no variable is still on its way.
  const settled = saddles === "only" || (hasVanished && hasModel) || maxAbs(promises) <= enough;
  if (settled && !exact) return undefined;
  const places = [...x.keys()]
    .filter((i) => promises[i] > 0 || (x[i] > bounds.lower[i] && x[i] < bounds.upper[i]))
    .sort((i, j) => promises[j] - promises[i])
    .slice(0, exact ? limits.products : limits.differences);
  const model = exact
    ? modelByProducts(problem, here, places, sizes)
    : modelByDifferences(problem, here, places, sizes, bounds);
  if (model === undefined) return undefined;
  const inVariables = (step: Vector): Vector => {
    const d = new Float64Array(x.length);
    for (const [k, i] of places.entries()) d[i] = step[k] * sizes[i];
    return d;
  };
  const valley = settled ? undefined : regionStep(model);
  const d = valley !== undefined && valley.decrease > enough ? inVariables(valley.step) : undefined;
  if (d !== undefined && !(hasVanished && isSettled(x, d))) {
    const trial = searchDirection(problem, here, d, 1, { max: longestStep(x, d, bounds), bounds });
    if (trial !== undefined && value - trial.point.value > enough / 10) return trial.point;
  }
  if (saddles === "no") return undefined;
  const bend = downwardBend(model, exact ? limits.bend.products : limits.bend.differences);
  return bend && downhill(problem, here, inVariables(bend.step), bounds);
}

/** A lower point along a line through a saddle, on whichever side there is one. */
function downhill(problem: Problem, here: Point, d: Vector, bounds: FlatBounds): Point | undefined {
  const rounding = 8 * Number.EPSILON * Math.abs(here.value);
  for (const step of [1, -1, 0.1, -0.1, 1e-2, -1e-2, 1e-3, -1e-3]) {
    const way = d.map((di) => step * di);
    if (!(longestStep(here.x, way, bounds) >= 1)) continue;
    const point = problem.evaluate(here.x.map((xi, i) => xi + way[i]));
    if (point.value < here.value - rounding) return point;
  }
  return undefined;
}
