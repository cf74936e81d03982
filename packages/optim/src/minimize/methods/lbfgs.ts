import { addScaled, inner, maxAbs, type Vector } from "../../spaces/vector.ts";
import { converged, noLowerValue, type Watch } from "../convergence.ts";
import type { Method, Step } from "../method.ts";
import type { Point } from "../problem.ts";
import { appendPair, curvature, type Pair } from "./curvaturepairs.ts";
import { cautious, searchDirection } from "./searchdirection.ts";

interface State {
  readonly here: Point;
  readonly pairs: readonly Pair[];
  readonly watch: Watch;
}

/**
 * Limited-memory BFGS with a strong Wolfe line search.
 *
 * The first step has length at most 1. Where a search fails, the memory is dropped and steepest descent tried before
 * giving up.
 *
 * Source: Liu & Nocedal, "On the limited memory BFGS method for large scale optimization", Mathematical
 * Programming 45 (1989); Nocedal & Wright, Numerical Optimization, 2nd ed. (2006), section 7.2.
 */
export const limitedBfgs: Method<State> = {
  derivatives: true,
  begin: (_, here, { tolerance }) => {
    const { watch, outcome } = converged(undefined, here, maxAbs(here.gradient), tolerance);
    return { state: { here, pairs: [], watch }, outcome };
  },
  advance: (problem, state, { tolerance, memory = 10 }): Step<State> => {
    const { here } = state;
    let { pairs } = state;
    let promised = Number.POSITIVE_INFINITY;
    for (;;) {
      const direction = descentDirection(here.gradient, pairs);
      const trial = searchDirection(problem, here, direction, pairs.length > 0 ? 1 : cautious(direction));
      if (trial !== undefined) {
        const { point } = trial;
        const next = appendPair(pairs, here, point, memory);
        const gain = (): number => -inner(descentDirection(point.gradient, next), point.gradient) / 2;
        const { watch, outcome } = converged(state.watch, point, maxAbs(point.gradient), tolerance, gain);
        return { state: { here: point, pairs: next, watch }, point, outcome };
      }
      if (pairs.length === 0) return { state, outcome: noLowerValue(here, promised) };
      promised = -inner(direction, here.gradient) / 2;
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
function descentDirection(gradient: Vector, pairs: readonly Pair[]): Vector {
  const d = gradient.map((g) => -g);
  const alphas = new Float64Array(pairs.length);
  for (let i = pairs.length - 1; i >= 0; i--) {
    const { s, y, rho } = pairs[i];
    alphas[i] = rho * inner(s, d);
    addScaled(d, -alphas[i], y);
  }
  const newest = pairs.at(-1);
  if (newest !== undefined) {
    const gamma = 1 / curvature(newest);
    for (let i = 0; i < d.length; i++) d[i] *= gamma;
  }
  for (const [i, { s, y, rho }] of pairs.entries()) addScaled(d, alphas[i] - rho * inner(y, d), s);
  return d;
}
