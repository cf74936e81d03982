import { type FlatBounds, longestStep, noBounds, project, projectedGradient } from "../../spaces/flatbounds.ts";
import { addScaled, difference, inner, maxAbs, norm, type Vector } from "../../spaces/vector.ts";
import { checkConvergence, type Trend } from "../convergence.ts";
import type { Method, Step } from "../method.ts";
import type { Point } from "../problem.ts";
import { goesOn, noLowerValue } from "../rounding.ts";
import { cauchyPoint } from "./cauchypoint.ts";
import { CompactHessian } from "./compacthessian.ts";
import { appendPair, type CurvaturePair, curvatureOf, inverseOfPairs, quasiNewtonStep } from "./curvaturepairs.ts";
import { descentInSizes, firstLength, searchDirection } from "./searchdirection.ts";

interface State {
  readonly here: Point;
  readonly pairs: readonly CurvaturePair[];
  readonly trend: Trend;
  /** θ of the model as long as there are no pairs. */
  readonly theta: number;
}

/**
 * L-BFGS within bounds. Each iteration finds the generalized Cauchy point, which decides what bounds are active. It minimizes
 * the quadratic model over the other variables, and searches the line to that minimum.
 *
 * It has converged where the projected gradient is small. Where a search fails, the pairs are dropped and it is repeated once.
 *
 * Source: Byrd, Lu, Nocedal & Zhu, "A limited memory algorithm for bound constrained optimization", SIAM Journal on
 * Scientific Computing 16 (1995); the projection of the subspace minimum on the bounds is that of Morales & Nocedal, "Remark
 * on Algorithm 778", ACM Transactions on Mathematical Software 38 (2011).
 */
export const boundedBfgs: Method<State> = {
  derivatives: true,
  inverseHessian: ({ pairs }, size) => inverseOfPairs(pairs, size),
  begin: (_, here, { bounds, tolerance }) => {
    const gradient = projectedGradient(here.x, here.gradient, bounds ?? noBounds(here.x.length));
    const { trend, outcome } = checkConvergence(undefined, here, gradient, tolerance);
    const slope = maxAbs(gradient);
    // Without pairs the model is a sphere, whose minimum is at the end of a first step.
    const theta = norm(here.gradient) / (lengthToCorner(here, bounds) ?? firstLength(here));
    return { state: { here, pairs: [], trend, theta }, slope, outcome };
  },
  advance: (problem, state, { bounds: given, tolerance, memory = 10 }): Step<State> => {
    const { here } = state;
    const bounds = given ?? noBounds(here.x.length);
    let { pairs, theta } = state;
    const failed: Vector[] = [];
    let inSizes: Vector | undefined;
    for (;;) {
      const direction = inSizes ?? modelStep(here, bounds, pairs, theta);
      if (direction !== undefined) {
        const max = longestStep(here.x, direction, bounds);
        const trial = searchDirection(problem, here, direction, 1, { max, bounds });
        if (trial !== undefined) {
          const { point } = trial;
          const gradient = projectedGradient(point.x, point.gradient, bounds);
          const slope = maxAbs(gradient);
          const newer = appendPair(pairs, here, point, memory);
          const step =
            newer.length === 0 ? undefined : (): Vector | undefined => modelStep(point, bounds, newer, theta);
          const { trend, outcome } = checkConvergence(state.trend, point, gradient, tolerance, step);
          // Without a pair the next first step is as long as this one was.
          const next = newer.length === 0 ? theta / trial.step : theta;
          return { state: { here: point, pairs: newer, trend, theta: next }, point, slope, outcome };
        }
        if (inner(direction, here.gradient) < 0) failed.push(direction);
      }
      const newest = pairs.at(-1);
      if (newest === undefined) {
        // A step below the resolution of x is no direction; the gradient is.
        const slopes = projectedGradient(here.x, here.gradient, bounds);
        const descent = slopes.map((g) => -g);
        const tried = failed.length > 0 ? failed : [descent];
        const outcome = noLowerValue(problem, here, tried, state.trend, { descent });
        if (inSizes !== undefined || !goesOn(outcome, here, slopes)) return { state, outcome };
        inSizes = descentInSizes({ ...here, gradient: slopes });
        continue;
      }
      theta = curvatureOf(newest);
      pairs = [];
    }
  },
};

/**
 * Twice the distance of the corner that steepest descent heads for, `undefined` where it has none. Bounds on both sides show the scale
 * of the problem, and the first step is within them however long it is.
 */
function lengthToCorner({ x, gradient }: Point, bounds: FlatBounds | undefined): number | undefined {
  if (bounds === undefined) return undefined;
  const toCorner = gradient.map((g, i) => (g === 0 ? 0 : (g < 0 ? bounds.upper[i] : bounds.lower[i]) - x[i]));
  const length = 2 * norm(toCorner);
  return length > 0 && Number.isFinite(length) ? length : undefined;
}

/**
 * The way from a point to the minimum of the model within the bounds; `undefined` where rounding has made a matrix singular.
 *
 * The model is convex: where its minimum over all x is within the bounds, it is the minimum. There the two-loop recursion is
 * used, which loses fewer digits than the compact matrix.
 */
function modelStep(
  point: Point,
  bounds: FlatBounds,
  pairs: readonly CurvaturePair[],
  theta: number,
): Vector | undefined {
  const { x, gradient } = point;
  if (pairs.length > 0) {
    const step = quasiNewtonStep(gradient, pairs);
    if (step.every((d, i) => x[i] + d >= bounds.lower[i] && x[i] + d <= bounds.upper[i])) return step;
  }
  const model = CompactHessian.of(pairs, theta);
  const goal = model && modelMinimum(point, bounds, model);
  return goal && difference(goal, x);
}

/**
 * The minimum of the model over the variables that the Cauchy point leaves free, projected on the bounds. Where that points
 * uphill, the last point within the bounds on the way to it.
 */
function modelMinimum({ x, gradient }: Point, bounds: FlatBounds, model: CompactHessian): Vector | undefined {
  const { x: cauchy, c } = cauchyPoint(x, gradient, bounds, model);
  const free = [...cauchy.keys()].filter((i) => cauchy[i] > bounds.lower[i] && cauchy[i] < bounds.upper[i]);
  if (free.length === 0 || model.size === 0) return cauchy;
  const mc = model.middle(c);
  const residual = new Float64Array(x.length);
  for (const i of free) residual[i] = -(gradient[i] + model.theta * (cauchy[i] - x[i]) - inner(model.row(i), mc));
  const d = model.solveFree(residual, free);
  if (d === undefined) return undefined;
  const full = cauchy.slice();
  addScaled(full, 1, d);
  const projected = project(full, bounds);
  if (inner(difference(projected, x), gradient) < 0) return projected;
  const shortened = cauchy.slice();
  addScaled(shortened, Math.min(1, longestStep(cauchy, d, bounds)), d);
  return project(shortened, bounds);
}
