import type { Method, Step } from "../minimize/method.ts";
import type { Point } from "../minimize/problem.ts";
import { addScaled, norm, type Vector } from "../spaces/vector.ts";
import { enlargedScales, regionScales } from "./columnscales.ts";
import { flat, largestCosine, level, noStep, orthogonal, refused, short, tolerances } from "./criteria.ts";
import { dampedStep, firstRadius, scaledNorm } from "./dampedstep.ts";
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
  readonly lambda: number;
  readonly moved: boolean;
}

/**
 * The method of Levenberg and Marquardt in Moré's form: a step within ‖Dp‖ ≤ Δ, D scaled by the Jacobian's columns, with
 *
 *     ρ = (F(x) - F(x + p)) / ½(‖Jp‖² + 2λ‖Dp‖²)
 *
 * as the gain ratio. Where ρ ≤ ¼ the region shrinks to the minimum of the parabola through both values, at most by a factor
 * of 10. Where ρ ≥ ¾, or after a Gauss–Newton step, it becomes twice the step. A step with ρ ≥ 10⁻⁴ is accepted. The first
 * region is 100 times as large as the parameters, unless another ratio is given.
 *
 * Source: Moré, "The Levenberg–Marquardt algorithm: implementation and theory", Lecture Notes in Mathematics 630 (1978);
 * constants as in MINPACK.
 */
export const levenbergMarquardt: Method<State, ResidualProblem> = {
  derivatives: true,
  begin: (problem, start, { tolerance, xScale, trustRadius = 100 }) => {
    const linear = problem.linearize(start.x);
    if (linear === undefined) return { state: undefined as never, outcome: noJacobian };
    const scale = enlargedScales(undefined, linear, start.x);
    const rho = norm(linear.residual) || 1;
    const radius = trustRadius * firstRadius(start.x, regionScales(scale, xScale, rho), linear);
    const here = withGradient(start, linear);
    const state = { here, linear, scale, rho, radius, lambda: 0, moved: false };
    return { state, point: here, outcome: orthogonal(linear, tolerances(tolerance)) };
  },
  advance: (problem, state, { tolerance, xScale }): Step<State> => {
    const limits = tolerances(tolerance);
    const { here, linear, moved, rho } = state;
    const scale = regionScales(state.scale, xScale, rho);
    let { radius, lambda } = state;
    const still = flat(linear, scale, radius, here.value);
    if (still !== undefined) return { state, outcome: still };
    const factors = triangular(linear.jacobian, linear.residual);
    const size = scaledNorm(here.x, scale);
    for (;;) {
      const damped = dampedStep(factors, scale, radius, lambda);
      const { step } = damped;
      lambda = damped.lambda;
      const length = scaledNorm(step, scale);
      if (!Number.isFinite(length)) return { state, outcome: noStep };
      if (!moved) radius = Math.min(radius, length);
      const there = here.x.slice();
      addScaled(there, 1, step);
      const point = problem.evaluate(there);

      // Relative to the value, as the criteria need them.
      const { square } = modelChange(linear, step);
      const damping = lambda * length * length;
      const actual = 0.1 * Math.sqrt(point.value) < Math.sqrt(here.value) ? 1 - point.value / here.value : -1;
      const predicted = (square / 2 + damping) / here.value;
      const ratio = predicted === 0 ? 0 : actual / predicted;
      if (!(ratio > 0.25)) {
        const slope = -(square / 2 + damping / 2) / here.value;
        const parabola = actual >= 0 ? 0.5 : (0.5 * slope) / (slope + 0.5 * actual);
        const factor = actual === -1 || !(parabola >= 0.1) ? 0.1 : parabola;
        radius = factor * Math.min(radius, 10 * length);
        lambda /= factor;
      } else if (lambda === 0 || ratio >= 0.75) {
        radius = 2 * length;
        lambda /= 2;
      }
      const next = ratio >= 1e-4 ? problem.linearize(point.x) : undefined;
      if (ratio >= 1e-4 && next === undefined) radius = length / 10;
      const outcome = level(actual, predicted, limits) ?? short(radius, size, limits);
      if (next !== undefined) {
        const arrived = withGradient(point, next);
        const following = {
          here: arrived,
          linear: next,
          scale: enlargedScales(state.scale, next, point.x),
          rho,
          radius,
          lambda,
          moved: true,
        };
        return { state: following, point: arrived, outcome: outcome ?? orthogonal(next, limits) };
      }
      if (outcome !== undefined)
        return { state, outcome: refused(outcome, largestCosine(linear), problem, here.value) };
    }
  },
};
