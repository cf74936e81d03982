import { addScaled, inner, maxAbs, type Vector } from "../../spaces/vector.ts";
import { converged, noLowerValue, type Watch } from "../convergence.ts";
import type { Method, Step } from "../method.ts";
import type { Point } from "../problem.ts";
import { cautious, searchDirection } from "./searchdirection.ts";

interface State {
  readonly here: Point;
  /** The last direction and its slope times the last step; absent at the start. */
  readonly last?: { readonly direction: Vector; readonly gradient: Vector; readonly gain: number } | undefined;
  readonly watch: Watch;
}

/**
 * Nonlinear conjugate gradients, after Polak and Ribière, restarted where their β is negative or the direction does not
 * descend: a handful of vectors is all the memory there is.
 *
 *     d ← -g + βd,   β = max(0, gᵀ(g - g′)/g′ᵀg′)
 *
 * The line search begins with a step that would gain what the last one did to first order, and is rather exact: the
 * curvature condition is met with 0.1.
 *
 * Source: Nocedal & Wright, Numerical Optimization, 2nd ed. (2006), section 5.2, equations 5.44 and 3.60.
 */
export const conjugateGradients: Method<State> = {
  derivatives: true,
  begin: (_, here, { tolerance }) => {
    const { watch, outcome } = converged(undefined, here, maxAbs(here.gradient), tolerance);
    return { state: { here, watch }, outcome };
  },
  advance: (problem, state, { tolerance }): Step<State> => {
    const { here } = state;
    const { gradient } = here;
    let { last } = state;
    let promised = Number.POSITIVE_INFINITY;
    for (;;) {
      const direction = gradient.map((g) => -g);
      if (last !== undefined) addScaled(direction, conjugacy(gradient, last.gradient), last.direction);
      const slope = inner(direction, gradient);
      const first = last === undefined ? cautious(direction) : Math.min(last.gain / slope, 1e3 * cautious(direction));
      const trial = searchDirection(problem, here, direction, first, { decrease: 1e-4, curvature: 0.1 });
      if (trial !== undefined) {
        const { point, step } = trial;
        const { watch, outcome } = converged(state.watch, point, maxAbs(point.gradient), tolerance);
        return { state: { here: point, last: { direction, gradient, gain: step * slope }, watch }, point, outcome };
      }
      if (last === undefined) return { state, outcome: noLowerValue(here, promised) };
      promised = -slope * first;
      last = undefined;
    }
  },
};

function conjugacy(gradient: Vector, before: Vector): number {
  return Math.max(0, (inner(gradient, gradient) - inner(gradient, before)) / inner(before, before));
}
