import { addScaled, inner, maxAbs, norm, type Vector } from "../../spaces/vector.ts";
import { checkConvergence, negligible, type Trend } from "../convergence.ts";
import type { Method, Step } from "../method.ts";
import type { Point } from "../problem.ts";
import { noLowerValue } from "../rounding.ts";
import { firstLength } from "./searchdirection.ts";

interface State {
  readonly here: Point;
  readonly radius: number;
  readonly trend: Trend;
  /** ‖g‖ at the start, the unit of the forcing sequence. */
  readonly unit: number;
}

/**
 * Newton's method in a trust region: conjugate gradients minimize the quadratic model, with exact products of the Hessian,
 * until they leave the region or meet negative curvature. Then they go to its boundary.
 *
 * With ρ the actual over the predicted decrease, the region shrinks to a quarter where ρ < ¼, and doubles where ρ > ¾ at
 * the boundary. A step with ρ ≤ 0.15 is rejected. The first radius is as long as a first step of a line search, unless another is
 * given.
 *
 * Source: Steihaug, "The conjugate gradient method and trust regions in large scale optimization" (1983); Nocedal &
 * Wright, Numerical Optimization, 2nd ed. (2006), algorithms 4.1 and 7.2.
 */
export const trustNcg: Method<State> = {
  derivatives: true,
  begin: (_, here, { tolerance, trustRadius }) => {
    const { trend, outcome } = checkConvergence(undefined, here, here.gradient, tolerance);
    const radius = trustRadius === undefined ? firstLength(here) : trustRadius * (norm(here.x) || 1);
    return { state: { here, radius, trend, unit: norm(here.gradient) }, outcome };
  },
  advance: (problem, state, { tolerance }): Step<State> => {
    const { here, unit } = state;
    // In units of the gradient, so that the products of conjugate gradients do not vanish with it.
    const unitless = norm(here.gradient) || 1;
    const gradient = here.gradient.map((g) => g / unitless);
    const ofHessian = problem.hessianAt(here.x);
    const product = (v: Vector): Vector => ofHessian(v).map((h) => h / unitless);
    let { radius } = state;
    for (;;) {
      const { d, hd, boundary } = steihaug(product, gradient, radius, unit / unitless);
      const predicted = -(inner(gradient, d) + inner(d, hd) / 2) * unitless;
      if (!boundary && tolerance === undefined) {
        const end = negligible(state.trend, here, here.gradient, predicted, d);
        if (end !== undefined) return { state, outcome: end };
      }
      const there = here.x.slice();
      addScaled(there, 1, d);
      const point = problem.evaluate(there);
      const ratio = predicted > 0 ? (here.value - point.value) / predicted : Number.NEGATIVE_INFINITY;
      if (!(ratio >= 0.25)) radius = Math.min(radius, norm(d)) / 4;
      else if (ratio > 0.75 && boundary) radius = 2 * radius;
      if (ratio > 0.15) {
        const { trend, outcome } = checkConvergence(state.trend, point, point.gradient, tolerance, "later");
        return { state: { here: point, radius, trend, unit }, point, outcome };
      }
      const smallest = Number.EPSILON * Math.max(maxAbs(here.x), Number.MIN_VALUE);
      if (predicted > 0 && radius > smallest) continue;
      const { d: newton, boundary: indefinite } = steihaug(
        product,
        gradient,
        Number.POSITIVE_INFINITY,
        unit / unitless,
      );
      // The smallest region promises little wherever it is. Only the whole step of Newton is evidence.
      const tried = indefinite ? [] : [newton, here.gradient.map((g) => -g)];
      return { state, outcome: noLowerValue(problem, here, tried, state.trend, { status: "trustRegion" }) };
    }
  },
};

interface Solution {
  readonly d: Vector;
  readonly hd: Vector;
  /** Whether it ends at the boundary of the region. */
  readonly boundary: boolean;
}

/** Minimizes gᵀd + ½dᵀHd within ‖d‖ ≤ radius, to a residual of min(½, √(‖g‖/unit))‖g‖. */
function steihaug(product: (v: Vector) => Vector, gradient: Vector, radius: number, unit: number): Solution {
  const d = new Float64Array(gradient.length);
  const hd = new Float64Array(gradient.length);
  const r = gradient.map((g) => -g);
  let p = r.slice();
  let rr = inner(r, r);
  const enough = Math.min(0.5, Math.sqrt(Math.sqrt(rr) / unit)) * Math.sqrt(rr);
  for (let count = 0; count < 2 * gradient.length; count++) {
    const hp = product(p);
    const curvature = inner(p, hp);
    const step = rr / curvature;
    const edge = toBoundary(d, p, radius);
    // Without a region, a curvature that is 0 up to rounding is no direction to follow.
    const isFlat = Math.abs(curvature) <= 8 * Number.EPSILON * norm(p) * norm(hp);
    if (radius === Number.POSITIVE_INFINITY && isFlat) break;
    // Written so that NaN, from where there are no second derivatives, goes to the boundary as well.
    if (!(curvature > 0 && step < edge)) {
      addScaled(d, edge, p);
      addScaled(hd, edge, Number.isNaN(curvature) ? new Float64Array(p.length) : hp);
      return { d, hd, boundary: true };
    }
    addScaled(d, step, p);
    addScaled(hd, step, hp);
    addScaled(r, -step, hp);
    const next = inner(r, r);
    if (Math.sqrt(next) <= enough) break;
    const q = r.slice();
    addScaled(q, next / rr, p);
    [p, rr] = [q, next];
  }
  return { d, hd, boundary: false };
}

/** The t ≥ 0 with ‖d + tp‖ = radius, from the root that does not cancel. */
function toBoundary(d: Vector, p: Vector, radius: number): number {
  if (radius === Number.POSITIVE_INFINITY) return radius;
  const [a, b, c] = [inner(p, p), inner(d, p), inner(d, d) - radius * radius];
  const root = Math.sqrt(Math.max(b * b - a * c, 0));
  return b > 0 ? -c / (b + root) : (root - b) / a;
}
