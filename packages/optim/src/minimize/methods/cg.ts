import { addScaled, inner, norm, type Vector } from "../../spaces/vector.ts";
import { checkConvergence, type Trend } from "../convergence.ts";
import type { Method, Step } from "../method.ts";
import type { Point } from "../problem.ts";
import { noLowerValue } from "../rounding.ts";
import { firstLength, searchDirection } from "./searchdirection.ts";

interface LastStep {
  readonly direction: Vector;
  /** Before the step. */
  readonly gradient: Vector;
  /** The step times the slope: what it promised to gain. */
  readonly gain: number;
  readonly length: number;
}

interface State {
  readonly here: Point;
  /** Absent at the start. */
  readonly last?: LastStep | undefined;
  readonly trend: Trend;
}

/**
 * Nonlinear conjugate gradients of Polak and Ribière, restarted where β is negative or the direction does not descend. The
 * method needs a handful of vectors only.
 *
 *     d ← -g + βd,   β = max(0, gᵀ(g - g′)/g′ᵀg′)
 *
 * The first trial of a line search would gain as much as the last step to first order. The search is rather exact: the
 * constant of its curvature condition is 0.1.
 *
 * Source: Nocedal & Wright, Numerical Optimization, 2nd ed. (2006), section 5.2, equations 5.44 and 3.60.
 */
export const conjugateGradients: Method<State> = {
  derivatives: true,
  begin: (_, here, { tolerance }) => {
    const { trend, outcome } = checkConvergence(undefined, here, here.gradient, tolerance);
    return { state: { here, trend }, outcome };
  },
  advance: (problem, state, { tolerance }): Step<State> => {
    const { here } = state;
    const { gradient } = here;
    let { last } = state;
    const failed: Vector[] = [];
    for (;;) {
      const direction = gradient.map((g) => -g);
      if (last !== undefined) addScaled(direction, conjugacy(gradient, last.gradient), last.direction);
      const [slope, size] = [inner(direction, gradient), norm(direction)];
      const first =
        last === undefined ? firstLength(here) / size : Math.min(last.gain / slope, (1e3 * last.length) / size);
      const trial = searchDirection(problem, here, direction, first, { decrease: 1e-4, curvature: 0.1 });
      if (trial !== undefined) {
        const { point, step } = trial;
        const { trend, outcome } = checkConvergence(state.trend, point, point.gradient, tolerance);
        const done = { direction, gradient, gain: step * slope, length: step * size };
        return { state: { here: point, last: done, trend }, point, outcome };
      }
      if (slope < 0) failed.push(direction);
      if (last === undefined) return { state, outcome: noLowerValue(problem, here, failed, state.trend) };
      last = undefined;
    }
  },
};

function conjugacy(gradient: Vector, before: Vector): number {
  return Math.max(0, (inner(gradient, gradient) - inner(gradient, before)) / inner(before, before));
}
