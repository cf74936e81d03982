import { addScaled, inner, maxAbs, type Vector } from "../../spaces/vector.ts";
import { converged, noLowerValue, type Watch } from "../convergence.ts";
import type { Method, Step } from "../method.ts";
import type { Point } from "../problem.ts";
import { cautious, searchDirection } from "./searchdirection.ts";

interface State {
  readonly here: Point;
  readonly watch: Watch;
}

/**
 * Newton's method with a line search. The Newton equation H d = -g is solved by conjugate gradients, with exact products
 * of the Hessian, and only as well as the distance to the minimum is worth: ‖Hd + g‖ ≤ min(½, √‖g‖)‖g‖. Where they meet
 * negative curvature, what they have so far is the direction, or steepest descent if that is nothing.
 *
 * Source: Nocedal & Wright, Numerical Optimization, 2nd ed. (2006), algorithm 7.1.
 */
export const newtonCg: Method<State> = {
  derivatives: true,
  begin: (_, here, { tolerance }) => {
    const { watch, outcome } = converged(undefined, here, maxAbs(here.gradient), tolerance);
    return { state: { here, watch }, outcome };
  },
  advance: (problem, state, { tolerance }): Step<State> => {
    const { here } = state;
    const steepest = here.gradient.map((g) => -g);
    const newton = truncated(problem.hessianAt(here.x), steepest);
    const attempts: readonly [Vector, number][] = [
      [newton ?? steepest, newton === undefined ? cautious(steepest) : 1],
      [steepest, cautious(steepest)],
    ];
    for (const [direction, first] of attempts) {
      const trial = searchDirection(problem, here, direction, first);
      if (trial === undefined) continue;
      const { point } = trial;
      const { watch, outcome } = converged(state.watch, point, maxAbs(point.gradient), tolerance);
      return { state: { here: point, watch }, point, outcome };
    }
    const promised = newton === undefined ? Number.POSITIVE_INFINITY : -inner(newton, here.gradient) / 2;
    return { state, outcome: noLowerValue(here, promised) };
  },
};

/** An approximate solution of H d = r; `undefined` where the curvature along r itself is not positive. */
function truncated(product: (v: Vector) => Vector, r0: Vector): Vector | undefined {
  const norm = Math.sqrt(inner(r0, r0));
  const enough = Math.min(0.5, Math.sqrt(norm)) * norm;
  const d = new Float64Array(r0.length);
  const r = r0.slice();
  let p = r0;
  let rr = inner(r, r);
  // In exact arithmetic n products are enough; rounding may want more.
  for (let count = 0; count < 2 * r0.length; count++) {
    const hp = product(p);
    const along = inner(p, hp);
    if (!(along > Number.EPSILON * inner(p, p))) return count === 0 ? undefined : d;
    addScaled(d, rr / along, p);
    addScaled(r, -rr / along, hp);
    const next = inner(r, r);
    if (Math.sqrt(next) <= enough) break;
    const q = r.slice();
    addScaled(q, next / rr, p);
    [p, rr] = [q, next];
  }
  return d;
}
