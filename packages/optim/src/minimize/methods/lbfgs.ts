import type { Vector } from "../../spaces/vector.ts";
import { checkConvergence, type Trend } from "../convergence.ts";
import type { Method, Step } from "../method.ts";
import type { Point } from "../problem.ts";
import { goesOn, noLowerValue } from "../rounding.ts";
import { appendPair, type CurvaturePair, inverseOfPairs, quasiNewtonStep } from "./curvaturepairs.ts";
import { descentInSizes, firstStep, searchDirection, steepestLike } from "./searchdirection.ts";

interface State {
  readonly here: Point;
  readonly pairs: readonly CurvaturePair[];
  readonly trend: Trend;
}

/**
 * Limited-memory BFGS with a strong Wolfe line search.
 *
 * Where a search fails, the pairs are dropped and steepest descent is tried before giving up.
 *
 * Source: Liu & Nocedal, "On the limited memory BFGS method for large scale optimization", Mathematical
 * Programming 45 (1989); Nocedal & Wright, Numerical Optimization, 2nd ed. (2006), section 7.2.
 */
export const limitedBfgs: Method<State> = {
  derivatives: true,
  inverseHessian: ({ pairs }, size) => inverseOfPairs(pairs, size),
  begin: (_, here, { tolerance }) => {
    const { trend, outcome } = checkConvergence(undefined, here, here.gradient, tolerance);
    return { state: { here, pairs: [], trend }, outcome };
  },
  advance: (problem, state, { tolerance, memory = 10 }): Step<State> => {
    const { here } = state;
    let { pairs } = state;
    let direction = pairs.length === 0 ? firstStep(here) : quasiNewtonStep(here.gradient, pairs);
    const failed: Vector[] = [];
    let rescaled = false;
    for (;;) {
      const trial = searchDirection(problem, here, direction, 1);
      if (trial !== undefined) {
        const { point } = trial;
        const next = appendPair(pairs, here, point, memory);
        const step = next.length === 0 ? undefined : (): Vector => quasiNewtonStep(point.gradient, next);
        const { trend, outcome } = checkConvergence(state.trend, point, point.gradient, tolerance, step);
        return { state: { here: point, pairs: next, trend }, point, outcome };
      }
      failed.push(direction);
      if (pairs.length === 0) {
        const outcome = noLowerValue(problem, here, failed, state.trend);
        if (rescaled || !goesOn(outcome, here, here.gradient)) return { state, outcome };
        rescaled = true;
        direction = descentInSizes(here);
        continue;
      }
      direction = steepestLike(direction, here.gradient);
      pairs = [];
    }
  },
};
