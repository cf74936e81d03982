import { type Box, everywhere, project, reach } from "../box.ts";
import { type Method, type Outcome, type Step, show, stuck, success } from "../descent.ts";
import type { Point } from "../problem.ts";
import { inner, largest, type Vector } from "../vector.ts";
import { level, noStep, short, type Tolerances, tolerances } from "./criteria.ts";
import { dampedStep } from "./damped.ts";
import { triangular } from "./qr.ts";
import type { Linear, ResidualProblem } from "./residuals.ts";
import { modelChange, widened } from "./scale.ts";
import { noJacobian, withGradient } from "./withgradient.ts";

interface State {
  readonly here: Point;
  readonly linear: Linear;
  readonly scale: Vector;
  readonly radius: number;
  readonly lambda: number;
}

/**
 * Trust-region reflective: least squares within bounds, strictly inside of which all iterates stay.
 *
 * Variables are scaled by the Jacobian's columns and, so that steps become shorter towards a bound, by the distance v to the
 * one that steepest descent leads to: x = D x̂. In the scaled variables the model has the Jacobian JD and the additional
 * curvature C = diag(g·dv/dx·d²/v) of the scaling; its minimum within ‖p̂‖ ≤ Δ is found as in "lm". Where that step leaves the bounds, three others compete: cut off at the first
 * bound it meets; reflected there; and steepest descent. The best of the model is taken, and kept inside by 0.5 %.
 *
 * Source: Branch, Coleman & Li, "A subspace, interior, and conjugate gradient method for large-scale bound-constrained
 * minimization problems", SIAM Journal on Scientific Computing 21 (1999), for residuals as in SciPy's `least_squares`.
 */
export const trustRegionReflective: Method<State, ResidualProblem> = {
  derivatives: true,
  begin: (problem, { x, value }, { box, tolerance }) => {
    const limits = box ?? everywhere(x.length);
    const inside = interior(x, limits, 1e-10);
    const start = inside.every((xi, i) => xi === x[i]) ? { x, value, gradient: x } : problem.evaluate(inside);
    const linear = problem.linearize(start.x);
    if (linear === undefined) return { state: undefined as never, outcome: noJacobian };
    const scale = widened(undefined, linear);
    const here = withGradient(start, linear);
    const d = unit(here, scale, limits);
    const norm = Math.sqrt(here.x.reduce((sum, xi, i) => (d[i] === 0 ? sum : sum + (xi / d[i]) ** 2), 0));
    const state = { here, linear, scale, radius: norm || 1, lambda: 0 };
    return { state, point: here, outcome: optimal(here, scale, limits, tolerances(tolerance)) };
  },
  advance: (problem, state, { box, tolerance }): Step<State> => {
    const limits = tolerances(tolerance);
    const { here, linear, scale } = state;
    const bounds = box ?? everywhere(here.x.length);
    const { v, dv } = distances(here.x, here.gradient, bounds);
    const d = unit(here, scale, bounds);
    const bend = here.gradient.map((g, i) => (g * dv[i]) / scale[i]);
    const model = hatModel(linear, d, bend);
    const factors = triangular(model.jacobian, model.residual);
    const ones = here.x.map(() => 1);
    const inside = Math.max(0.995, 1 - largest(here.gradient.map((g, i) => g * v[i])));
    const size = Math.sqrt(inner(here.x, here.x));
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
      // The curvature of the scaling is the model's alone.
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
        const wider = widened(scale, next);
        const following = { here: arrived, linear: next, scale: wider, radius, lambda };
        return { state: following, point: arrived, outcome: outcome ?? optimal(arrived, wider, bounds, limits) };
      }
      if (outcome !== undefined) return { state, outcome };
      if (!(predicted > 0)) return { state, outcome: stuck(here, predicted * here.value, "trustRegion") };
    }
  },
};

/** Converged where the scaled gradient vanishes in relation to the residual. */
function optimal({ x, value, gradient }: Point, scale: Vector, box: Box, { cosine }: Tolerances): Outcome | undefined {
  const length = Math.sqrt(2 * value);
  const { v, dv } = distances(x, gradient, box);
  const room = v.map((vi, i) => (dv[i] === 0 ? 1 : Math.min(1, (vi * scale[i]) / length)));
  const most = largest(gradient.map((g, i) => (g * room[i]) / scale[i])) / length;
  if (value !== 0 && !(most <= cosine)) return undefined;
  return success(
    `the residual is orthogonal to the Jacobian's columns within bounds: the largest cosine is ${show(most || 0)}`,
  );
}

/** The scale D of the variables: √(v/column length) at a bound to come, 1/column length without one. */
function unit({ x, gradient }: Point, scale: Vector, box: Box): Vector {
  const { v, dv } = distances(x, gradient, box);
  return v.map((vi, i) => (dv[i] === 0 ? 1 / scale[i] : Math.sqrt(vi / scale[i])));
}

/** v: the distance to the bound that -g points to, 1 if there is none; and its derivative by x. */
function distances(x: Vector, gradient: Vector, { lower, upper }: Box): { readonly v: Vector; readonly dv: Vector } {
  const v = new Float64Array(x.length).fill(1);
  const dv = new Float64Array(x.length);
  for (const [i, g] of gradient.entries()) {
    const below = g < 0;
    const bound = below ? upper[i] : lower[i];
    if (g === 0 || !Number.isFinite(bound)) continue;
    v[i] = below ? bound - x[i] : x[i] - bound;
    dv[i] = below ? -1 : 1;
  }
  return { v, dv };
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

/** The best of the model among the step itself, cut off, reflected, and steepest descent, all within the bounds. */
function feasibleStep(
  x: Vector,
  hat: Vector,
  model: Linear,
  d: Vector,
  radius: number,
  box: Box,
  inside: number,
): Vector {
  const real = (p: Vector): Vector => p.map((pi, i) => pi * d[i]);
  const room = reach(x, real(hat), box);
  if (room > 1) return hat;
  const cut = hat.map((p) => p * room);
  const onBound = x.map((xi, i) => xi + cut[i] * d[i]);
  const turned = hat.map((p, i) => (reachOf(x, p * d[i], box, i) <= room ? -p : p));
  const reflectedRoom = Math.min(reach(onBound, real(turned), box), toRadius(cut, turned, radius));
  const steepest = model.gradient.map((g) => -g);
  const norm = Math.sqrt(inner(steepest, steepest));
  const candidates = [
    cut.map((p) => p * inside),
    ...(reflectedRoom > 0 ? [along(model, turned, cut, inside * reflectedRoom, (1 - inside) * reflectedRoom)] : []),
    along(model, steepest, undefined, inside * Math.min(reach(x, real(steepest), box), radius / norm), 0),
  ];
  // One that could not be computed is none.
  const values = candidates.map((candidate) => modelChange(model, candidate).change);
  const known = values.filter((value) => !Number.isNaN(value));
  return candidates[Math.max(values.indexOf(Math.min(...known)), 0)];
}

function reachOf(x: Vector, step: number, { lower, upper }: Box, i: number): number {
  return step === 0 ? Number.POSITIVE_INFINITY : ((step > 0 ? upper[i] : lower[i]) - x[i]) / step;
}

/** The minimum of the model at `from + t·direction`, for t between two limits. */
function along(model: Linear, direction: Vector, from: Vector | undefined, most: number, least: number): Vector {
  const start = from ?? new Float64Array(direction.length);
  const at = (t: number): Vector => start.map((s, i) => s + t * direction[i]);
  const base = modelChange(model, start).change;
  const { square } = modelChange(model, direction);
  // The model is a parabola in t: base + bt + square·t².
  const b = modelChange(model, at(1)).change - base - square;
  const t = square > 0 ? -b / (2 * square) : b < 0 ? most : least;
  return at(Math.min(Math.max(t, least), most));
}

function toRadius(from: Vector, direction: Vector, radius: number): number {
  const [a, b, c] = [inner(direction, direction), inner(from, direction), inner(from, from) - radius * radius];
  const root = Math.sqrt(Math.max(b * b - a * c, 0));
  return b > 0 ? Math.max(-c, 0) / (b + root) : (root - b) / a;
}

/** Strictly within the bounds, by a part of their size, or the next number there is. */
function interior(x: Vector, box: Box, margin: number): Vector {
  return project(x, box).map((xi, i) => {
    const [low, high] = [box.lower[i], box.upper[i]];
    if (low === high || (xi > low && xi < high)) return xi;
    const inwards = Math.max(margin, 2 ** -52) * Math.max(1, Math.abs(xi));
    const moved = xi <= low ? low + inwards : high - inwards;
    return moved > low && moved < high ? moved : (low + high) / 2;
  });
}
