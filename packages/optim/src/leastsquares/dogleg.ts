import type { Method, Step } from "../minimize/method.ts";
import type { Point } from "../minimize/problem.ts";
import { addScaled, inner, norm, type Vector } from "../spaces/vector.ts";
import { enlargedScales, regionScales } from "./columnscales.ts";
import { largestCosine, level, noPrediction, noStep, orthogonal, refused, short, tolerances } from "./criteria.ts";
import { firstRadius, gaussNewton, scaledNorm } from "./dampedstep.ts";
import { modelChange } from "./linearmodel.ts";
import { triangular } from "./qr.ts";
import type { Linear, ResidualProblem } from "./residualproblem.ts";
import { noJacobian, withGradient } from "./withgradient.ts";

interface State {
  readonly here: Point;
  readonly linear: Linear;
  readonly scale: Vector;
  /** ‖r‖ at the start, the unit of residuals in given scales. */
  readonly rho: number;
  readonly radius: number;
}

/**
 * Powell's dogleg: the path goes to the minimum along steepest descent, then to the Gauss–Newton step. The step is the point
 * where the path leaves ‖Dp‖ ≤ Δ, or its end. One factorization per iteration suffices, however often a step is rejected.
 *
 * The region shrinks to a quarter of the step where the gain ratio is below ¼, and doubles where it is above ¾ at the
 * boundary. D is scaled by the Jacobian's columns.
 *
 * Source: Powell, "A hybrid method for nonlinear equations" (1970); Nocedal & Wright, Numerical Optimization, 2nd ed. (2006),
 * section 4.1 and algorithm 4.1.
 */
export const dogleg: Method<State, ResidualProblem> = {
  derivatives: true,
  begin: (problem, start, { tolerance, xScale, trustRadius = 1 }) => {
    const linear = problem.linearize(start.x);
    if (linear === undefined) return { state: undefined as never, outcome: noJacobian };
    const scale = enlargedScales(undefined, linear, start.x);
    const here = withGradient(start, linear);
    const rho = norm(linear.residual) || 1;
    const radius = trustRadius * firstRadius(start.x, regionScales(scale, xScale, rho), linear);
    const state = { here, linear, scale, rho, radius };
    return { state, point: here, outcome: orthogonal(linear, tolerances(tolerance)) };
  },
  advance: (problem, state, { tolerance, xScale }): Step<State> => {
    const limits = tolerances(tolerance);
    const { here, linear, rho } = state;
    const scale = regionScales(state.scale, xScale, rho);
    let { radius } = state;
    const newton = gaussNewton(triangular(linear.jacobian, linear.residual)).step;
    const cauchy = steepestMinimum(linear, scale);
    const size = scaledNorm(here.x, scale);
    for (;;) {
      const step = doglegStep(cauchy, newton, scale, radius);
      const length = scaledNorm(step, scale);
      if (!Number.isFinite(length)) return { state, outcome: noStep };
      const there = here.x.slice();
      addScaled(there, 1, step);
      const point = problem.evaluate(there);
      const actual = 1 - point.value / here.value;
      const predicted = -modelChange(linear, step).change / 2 / here.value;
      const ratio = predicted > 0 ? actual / predicted : Number.NEGATIVE_INFINITY;
      if (!(ratio >= 0.25)) radius = Math.min(radius, length) / 4;
      else if (ratio > 0.75 && length > 0.99 * radius) radius *= 2;
      const next = ratio >= 1e-4 ? problem.linearize(point.x) : undefined;
      if (ratio >= 1e-4 && next === undefined) radius = length / 4;
      const outcome = level(actual, predicted, limits) ?? short(Math.min(radius, length), size, limits);
      if (next !== undefined) {
        const arrived = withGradient(point, next);
        const wider = enlargedScales(state.scale, next, point.x);
        const following = { here: arrived, linear: next, scale: wider, rho, radius };
        return { state: following, point: arrived, outcome: outcome ?? orthogonal(next, limits) };
      }
      if (outcome !== undefined)
        return { state, outcome: refused(outcome, largestCosine(linear), problem, here.value) };
      if (!(predicted > 0)) return { state, outcome: noPrediction(largestCosine(linear), problem, here.value) };
    }
  },
};

/** The minimum of the model along -D⁻²Jᵀr, the steepest descent of the scaled variables. */
function steepestMinimum(linear: Linear, scale: Vector): Vector {
  const direction = linear.gradient.map((g, i) => -g / scale[i] ** 2);
  const { square } = modelChange(linear, direction);
  const length = square > 0 ? -inner(linear.gradient, direction) / square : 0;
  return direction.map((di) => length * di);
}

/** The point where the dogleg path leaves the region, or its end. */
function doglegStep(cauchy: Vector, newton: Vector, scale: Vector, radius: number): Vector {
  if (scaledNorm(newton, scale) <= radius) return newton;
  const first = scaledNorm(cauchy, scale);
  if (first >= radius) return cauchy.map((x) => (x * radius) / first);
  const way = newton.map((x, i) => x - cauchy[i]);
  const [a, b, c] = [
    scaledNorm(way, scale) ** 2,
    way.reduce((sum, x, i) => sum + x * cauchy[i] * scale[i] ** 2, 0),
    first ** 2 - radius ** 2,
  ];
  const root = Math.sqrt(Math.max(b * b - a * c, 0));
  const t = b > 0 ? -c / (b + root) : (root - b) / a;
  return cauchy.map((x, i) => x + t * way[i]);
}
