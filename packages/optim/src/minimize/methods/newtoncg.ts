import { addScaled, inner, norm, type Vector } from "../../spaces/vector.ts";
import { checkConvergence, modelDecrease, negligible, type Trend } from "../convergence.ts";
import type { Method, Step } from "../method.ts";
import type { Point } from "../problem.ts";
import { noLowerValue } from "../rounding.ts";
import { firstStep, searchDirection } from "./searchdirection.ts";

interface State {
  readonly here: Point;
  readonly trend: Trend;
  /** ‖g‖ at the start, the unit of the forcing sequence. */
  readonly unit: number;
}

/**
 * Newton's method with a line search. The Newton equation H d = -g is solved by conjugate gradients, with exact products
 * of the Hessian, more accurately the smaller the gradient has become: ‖Hd + g‖ ≤ min(½, √(‖g‖/‖g₀‖))‖g‖. Where the iteration
 * meets negative curvature, its present solution is the direction, or steepest descent if there is none yet.
 *
 * Source: Nocedal & Wright, Numerical Optimization, 2nd ed. (2006), algorithm 7.1, with the gradient in units of the first one.
 */
export const newtonCg: Method<State> = {
  derivatives: true,
  begin: (_, here, { tolerance }) => {
    const { trend, outcome } = checkConvergence(undefined, here, here.gradient, tolerance);
    return { state: { here, trend, unit: norm(here.gradient) }, outcome };
  },
  advance: (problem, state, { tolerance }): Step<State> => {
    const { here, unit } = state;
    const steepest = firstStep(here);
    // In units of the gradient, so that the products of conjugate gradients do not vanish with it.
    const unitless = norm(here.gradient) || 1;
    const product = problem.hessianAt(here.x);
    const newton = truncatedNewton(
      (v) => product(v).map((h) => h / unitless),
      here.gradient.map((g) => -g / unitless),
      unit / unitless,
    );
    // The step of Newton says what is left to gain.
    if (newton !== undefined && tolerance === undefined) {
      const outcome = negligible(state.trend, here, here.gradient, modelDecrease(here, newton), newton);
      if (outcome !== undefined) return { state, outcome };
    }
    const directions = newton === undefined ? [steepest] : [newton, steepest];
    for (const direction of directions) {
      const trial = searchDirection(problem, here, direction, 1);
      if (trial === undefined) continue;
      const { point } = trial;
      const { trend, outcome } = checkConvergence(state.trend, point, point.gradient, tolerance, "later");
      return { state: { here: point, trend, unit }, point, outcome };
    }
    return { state, outcome: noLowerValue(problem, here, directions, state.trend) };
  },
};

/** An approximate solution of H d = r; `undefined` where the curvature along r itself is not positive. */
function truncatedNewton(product: (v: Vector) => Vector, r0: Vector, unit: number): Vector | undefined {
  const size = norm(r0);
  const enough = Math.min(0.5, Math.sqrt(size / unit)) * size;
  const d = new Float64Array(r0.length);
  const r = r0.slice();
  let p = r0;
  let rr = inner(r, r);
  // In exact arithmetic n products are enough. Rounding may require more.
  for (let count = 0; count < 2 * r0.length; count++) {
    const hp = product(p);
    const curvature = inner(p, hp);
    // Relative to ‖p‖‖Hp‖, so that small curvatures are not taken for negative ones.
    if (!(curvature > Number.EPSILON * norm(p) * norm(hp))) return count === 0 ? undefined : d;
    addScaled(d, rr / curvature, p);
    addScaled(r, -rr / curvature, hp);
    const next = inner(r, r);
    if (Math.sqrt(next) <= enough) break;
    const q = r.slice();
    addScaled(q, next / rr, p);
    [p, rr] = [q, next];
  }
  return d;
}
