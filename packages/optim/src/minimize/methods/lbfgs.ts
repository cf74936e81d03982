import { addScaled, inner, maxAbs, type Vector } from "../../spaces/vector.ts";
import { checkConvergence, type Trend } from "../convergence.ts";
import type { Method, Step } from "../method.ts";
import type { Point } from "../problem.ts";
import { noLowerValue } from "../rounding.ts";
import { appendPair, type CurvaturePair, curvatureOf } from "./curvaturepairs.ts";
import { firstStep, searchDirection, steepestLike } from "./searchdirection.ts";

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
  begin: (_, here, { tolerance }) => {
    const { trend, outcome } = checkConvergence(undefined, here, maxAbs(here.gradient), tolerance);
    return { state: { here, pairs: [], trend }, outcome };
  },
  advance: (problem, state, { tolerance, memory = 10 }): Step<State> => {
    const { here } = state;
    let { pairs } = state;
    let direction = pairs.length === 0 ? firstStep(here) : descentDirection(here.gradient, pairs);
    const failed: Vector[] = [];
    for (;;) {
      const trial = searchDirection(problem, here, direction, 1);
      if (trial !== undefined) {
        const { point } = trial;
        const next = appendPair(pairs, here, point, memory);
        const expected = (): number => -inner(descentDirection(point.gradient, next), point.gradient) / 2;
        const size = maxAbs(point.gradient);
        const { trend, outcome } = checkConvergence(
          state.trend,
          point,
          size,
          tolerance,
          next.length === 0 ? undefined : expected,
        );
        return { state: { here: point, pairs: next, trend }, point, outcome };
      }
      failed.push(direction);
      if (pairs.length === 0) return { state, outcome: noLowerValue(problem, here, failed, state.trend) };
      direction = steepestLike(direction, here.gradient);
      pairs = [];
    }
  },
};

/**
 * -H g by the two-loop recursion: H is the inverse Hessian that BFGS updates by the pairs, oldest first, build from
 * γI. The scaling γ = sᵀy/yᵀy of the newest pair estimates the inverse Hessian along it.
 *
 * Source: Nocedal & Wright, algorithm 7.4 and equation 7.20.
 */
function descentDirection(gradient: Vector, pairs: readonly CurvaturePair[]): Vector {
  const d = gradient.map((g) => -g);
  const alphas = new Float64Array(pairs.length);
  for (let i = pairs.length - 1; i >= 0; i--) {
    const { s, y, rho } = pairs[i];
    alphas[i] = rho * inner(s, d);
    addScaled(d, -alphas[i], y);
  }
  const newest = pairs.at(-1);
  if (newest !== undefined) {
    const gamma = 1 / curvatureOf(newest);
    for (let i = 0; i < d.length; i++) d[i] *= gamma;
  }
  for (const [i, { s, y, rho }] of pairs.entries()) addScaled(d, alphas[i] - rho * inner(y, d), s);
  return d;
}
