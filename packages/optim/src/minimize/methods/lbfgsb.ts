import { type FlatBounds, longestStep, noBounds, project, projectedGradientSize } from "../../spaces/flatbounds.ts";
import { addScaled, inner, type Vector } from "../../spaces/vector.ts";
import { converged, noLowerValue, type Watch } from "../convergence.ts";
import type { Method, Step } from "../method.ts";
import type { Point } from "../problem.ts";
import { cauchyPoint } from "./cauchypoint.ts";
import { CompactHessian } from "./compacthessian.ts";
import { appendPair, type Pair } from "./curvaturepairs.ts";
import { cautious, searchDirection } from "./searchdirection.ts";

interface State {
  readonly here: Point;
  readonly pairs: readonly Pair[];
  readonly watch: Watch;
  /** Whether a step has been made. */
  readonly moved: boolean;
}

/**
 * L-BFGS within bounds. Each iteration finds the generalized Cauchy point, which says what bounds are active; minimizes
 * the quadratic model over the other variables; and searches the line to that minimum.
 *
 * Converged is where the projected gradient is small. Where a search fails, the memory is dropped and tried again once.
 *
 * Source: Byrd, Lu, Nocedal & Zhu, "A limited memory algorithm for bound constrained optimization", SIAM Journal on
 * Scientific Computing 16 (1995); the projection of the subspace minimum on the box is that of Morales & Nocedal, "Remark
 * on Algorithm 778", ACM Transactions on Mathematical Software 38 (2011).
 */
export const boundedBfgs: Method<State> = {
  derivatives: true,
  begin: (_, here, { box, tolerance }) => {
    const slope = projectedGradientSize(here.x, here.gradient, box ?? noBounds(here.x.length));
    const { watch, outcome } = converged(undefined, here, slope, tolerance);
    return { state: { here, pairs: [], watch, moved: false }, slope, outcome };
  },
  advance: (problem, state, { box: given, tolerance, memory = 10 }): Step<State> => {
    const { here, moved } = state;
    const box = given ?? noBounds(here.x.length);
    let { pairs } = state;
    let promised = Number.POSITIVE_INFINITY;
    for (;;) {
      const model = CompactHessian.of(pairs);
      const goal = model && modelMinimum(here, box, model);
      if (goal !== undefined) {
        const direction = goal.slice();
        addScaled(direction, -1, here.x);
        const trial = searchDirection(problem, here, direction, moved ? 1 : firstStep(direction, box), {
          max: Math.min(moved || isFree(box) ? longestStep(here.x, direction, box) : 1, 1e20),
          box,
        });
        if (trial !== undefined) {
          const { point } = trial;
          const slope = projectedGradientSize(point.x, point.gradient, box);
          const newer = appendPair(pairs, here, point, memory);
          const gain = (): number => promisedBy(point, box, newer);
          const { watch, outcome } = converged(state.watch, point, slope, tolerance, gain);
          const next = { here: point, pairs: newer, watch, moved: true };
          return { state: next, point, slope, outcome };
        }
        if (pairs.length > 0) promised = promisedBy(here, box, pairs);
      }
      if (pairs.length === 0) return { state, outcome: noLowerValue(here, promised) };
      pairs = [];
    }
  },
};

/** Of the first direction only the orientation is known, unless the box gives a measure of length. */
function firstStep(direction: Vector, { lower, upper }: FlatBounds): number {
  return lower.every(Number.isFinite) && upper.every(Number.isFinite) ? 1 : cautious(direction);
}

/** Half the slope along the way to the model's minimum: what that step gains if the model is right. */
function promisedBy(point: Point, box: FlatBounds, pairs: readonly Pair[]): number {
  const model = CompactHessian.of(pairs);
  const way = model && modelMinimum(point, box, model)?.slice();
  if (way === undefined) return Number.POSITIVE_INFINITY;
  addScaled(way, -1, point.x);
  return -inner(way, point.gradient) / 2;
}

/**
 * The minimum of the model over the variables that the Cauchy point leaves free, projected on the box; where that points
 * uphill, the last place within the box on the way to it.
 */
function modelMinimum({ x, gradient }: Point, box: FlatBounds, model: CompactHessian): Vector | undefined {
  const { x: cauchy, c } = cauchyPoint(x, gradient, box, model);
  const free = [...cauchy.keys()].filter((i) => cauchy[i] > box.lower[i] && cauchy[i] < box.upper[i]);
  if (free.length === 0 || model.size === 0) return cauchy;
  const mc = model.middle(c);
  const residual = new Float64Array(x.length);
  for (const i of free) residual[i] = -(gradient[i] + model.theta * (cauchy[i] - x[i]) - inner(model.row(i), mc));
  const d = model.solveFree(residual, free);
  if (d === undefined) return undefined;
  const full = cauchy.slice();
  addScaled(full, 1, d);
  const projected = project(full, box);
  const way = projected.slice();
  addScaled(way, -1, x);
  if (inner(way, gradient) < 0) return projected;
  const shortened = cauchy.slice();
  addScaled(shortened, Math.min(1, longestStep(cauchy, d, box)), d);
  return project(shortened, box);
}

function isFree({ lower, upper }: FlatBounds): boolean {
  return (
    lower.every((bound) => bound === Number.NEGATIVE_INFINITY) &&
    upper.every((bound) => bound === Number.POSITIVE_INFINITY)
  );
}
