import type { Method, Step } from "../minimize/method.ts";
import { formatNumber, type Outcome, success } from "../minimize/outcome.ts";
import type { Point } from "../minimize/problem.ts";
import { type FlatBounds, noBounds } from "../spaces/flatbounds.ts";
import { inner, maxAbs, norm, type Vector } from "../spaces/vector.ts";
import { boundScales, distances, interior } from "./bounddistances.ts";
import { enlargedScales, positiveScales, regionScales } from "./columnscales.ts";
import { level, noPrediction, noStep, refused, short, type Tolerances, tolerances } from "./criteria.ts";
import { dampedStep } from "./dampedstep.ts";
import { feasibleStep } from "./feasiblestep.ts";
import { modelChange } from "./linearmodel.ts";
import { triangular } from "./qr.ts";
import type { Linear, ResidualProblem } from "./residualproblem.ts";
import { noJacobian, withGradient } from "./withgradient.ts";

interface State {
  readonly here: Point;
  readonly linear: Linear;
  readonly scale: Vector;
  /** ‖r‖ at the start, the unit of residuals in the scales. */
  readonly rho: number;
  readonly radius: number;
  readonly lambda: number;
}

/**
 * Trust-region reflective: least squares within bounds. All iterates stay strictly inside the bounds.
 *
 * Variables are scaled by the norms of the Jacobian's columns, and by the distance v to the bound in the direction of steepest
 * descent, so that steps become shorter near a bound: x = D x̂. In the scaled variables the model has the Jacobian JD and the
 * additional curvature C = diag(g·dv/dx·d²/v) of the scaling. Its minimum within ‖p̂‖ ≤ Δ is found as in "lm". If that step
 * leaves the bounds, it is compared with three others: the step cut off at the first bound, the step reflected there, and
 * steepest descent. The one with the lowest model is taken and kept inside by 0.5 %.
 *
 * Source: Branch, Coleman & Li, "A subspace, interior, and conjugate gradient method for large-scale bound-constrained
 * minimization problems", SIAM Journal on Scientific Computing 21 (1999), for residuals as in SciPy's `least_squares`.
 */
export const trustRegionReflective: Method<State, ResidualProblem> = {
  derivatives: true,
  begin: (problem, { x, value }, { bounds: given, tolerance, xScale, trustRadius = 1 }) => {
    const bounds = given ?? noBounds(x.length);
    const inside = interior(x, bounds, 1e-10);
    const start = inside.every((xi, i) => xi === x[i]) ? { x, value, gradient: x } : problem.evaluate(inside);
    const linear = problem.linearize(start.x);
    if (linear === undefined) return { state: undefined as never, outcome: noJacobian };
    const scale = enlargedScales(undefined, linear, start.x);
    const here = withGradient(start, linear);
    const rho = norm(linear.residual) || 1;
    const d = boundScales(here, regionScales(scale, xScale, rho), bounds, rho);
    const size = Math.sqrt(here.x.reduce((sum, xi, i) => (d[i] === 0 ? sum : sum + (xi / d[i]) ** 2), 0));
    const state = { here, linear, scale, rho, radius: trustRadius * (size || rho), lambda: 0 };
    return { state, point: here, outcome: optimal(here, positiveScales(scale), bounds, tolerances(tolerance)) };
  },
  advance: (problem, state, { bounds: given, tolerance, xScale }): Step<State> => {
    const limits = tolerances(tolerance);
    const { here, linear, rho } = state;
    const columns = positiveScales(state.scale);
    const scale = regionScales(state.scale, xScale, rho);
    const bounds = given ?? noBounds(here.x.length);
    const { v, dv } = distances(here.x, here.gradient, bounds);
    const d = boundScales(here, scale, bounds, rho);
    const bend = here.gradient.map((g, i) => (g * dv[i]) / (scale[i] * rho));
    const model = hatModel(linear, d, bend);
    const factors = triangular(model.jacobian, model.residual);
    const ones = here.x.map(() => 1);
    const inside = Math.max(0.995, 1 - slackness(here, columns, v, dv));
    const size = norm(here.x);
    let { radius, lambda } = state;
    for (;;) {
      const damped = dampedStep(factors, ones, radius, lambda);
      lambda = damped.lambda;
      if (!damped.step.every(Number.isFinite)) return { state, outcome: noStep };
      const hat = feasibleStep(here.x, damped.step, model, d, radius, bounds, inside);
      const step = hat.map((p, i) => p * d[i]);
      const point = problem.evaluate(
        interior(
          here.x.map((xi, i) => xi + step[i]),
          bounds,
          0,
        ),
      );
      const { change } = modelChange(model, hat);
      const predicted = -change / 2 / here.value;
      // The curvature of the scaling is part of the model but not of the objective.
      const extra = hat.reduce((sum, p, i) => sum + bend[i] * p * p, 0) / 2 / here.value;
      const actual = 1 - point.value / here.value;
      const ratio = predicted > 0 ? (actual - extra) / predicted : Number.NEGATIVE_INFINITY;
      const length = Math.sqrt(inner(hat, hat));
      if (!(ratio >= 0.25)) {
        const shorter = Math.min(radius, length) / 4;
        lambda *= radius / shorter;
        radius = shorter;
      } else if (ratio > 0.75 && length > 0.95 * radius) {
        radius *= 2;
        lambda /= 2;
      }
      const taken = actual > 0 && ratio > 1e-4;
      const next = taken ? problem.linearize(point.x) : undefined;
      if (taken && next === undefined) radius = length / 4;
      const outcome = level(actual, predicted, limits) ?? short(Math.sqrt(inner(step, step)), size, limits);
      if (next !== undefined) {
        const arrived = withGradient(point, next);
        const wider = enlargedScales(state.scale, next, point.x);
        const following = { here: arrived, linear: next, scale: wider, rho, radius, lambda };
        const end = outcome ?? optimal(arrived, positiveScales(wider), bounds, limits);
        return { state: following, point: arrived, outcome: end };
      }
      if (outcome !== undefined)
        return { state, outcome: refused(outcome, boundedCosine(here, columns, bounds), problem, here.value) };
      if (!(predicted > 0))
        return { state, outcome: noPrediction(boundedCosine(here, columns, bounds), problem, here.value) };
    }
  },
};

/** How far the gradient is from 0 where it may be, and from bounds elsewhere, in relation to the value. */
function slackness({ value, gradient }: Point, scale: Vector, v: Vector, dv: Vector): number {
  const length = Math.sqrt(2 * value);
  return maxAbs(gradient.map((g, i) => (dv[i] === 0 ? g / (scale[i] * length) : (g * v[i]) / (2 * value))));
}

/** Converged where the scaled gradient vanishes in relation to the residual. */
function optimal(point: Point, scale: Vector, bounds: FlatBounds, { cosine }: Tolerances): Outcome | undefined {
  const most = boundedCosine(point, scale, bounds);
  if (point.value !== 0 && !(most <= cosine)) return undefined;
  return success(
    `the residual is orthogonal to the Jacobian's columns within bounds: the largest cosine is ${formatNumber(most || 0)}`,
  );
}

/** The largest cosine between the residual and a column of the Jacobian, times the room up to a bound in units of the residual. */
function boundedCosine({ x, value, gradient }: Point, scale: Vector, bounds: FlatBounds): number {
  const length = Math.sqrt(2 * value);
  const { v, dv } = distances(x, gradient, bounds);
  const room = v.map((vi, i) => (dv[i] === 0 ? 1 : Math.min(1, (vi * scale[i]) / length)));
  return maxAbs(gradient.map((g, i) => (g * room[i]) / scale[i])) / length;
}

/** The model in scaled variables, the curvature of the scaling as further rows: J̃ = [JD; √C], r̃ = [r; 0]. */
function hatModel({ jacobian, residual, gradient }: Linear, d: Vector, bend: Vector): Linear {
  const [m, n] = [residual.length, d.length];
  const wide = new Float64Array((m + n) * n);
  for (let j = 0; j < n; j++) {
    for (let i = 0; i < m; i++) wide[j * (m + n) + i] = jacobian[j * m + i] * d[j];
    wide[j * (m + n) + m + j] = Math.sqrt(Math.max(bend[j], 0));
  }
  const padded = new Float64Array(m + n);
  padded.set(residual);
  return { jacobian: wide, residual: padded, gradient: gradient.map((g, j) => g * d[j]) };
}
