import { addScaled, inner, maxAbs, type Vector } from "../../spaces/vector.ts";
import { converged, noLowerValue, type Watch } from "../convergence.ts";
import type { Method, Step } from "../method.ts";
import type { Point } from "../problem.ts";

interface State {
  readonly here: Point;
  readonly radius: number;
  readonly watch: Watch;
}

/**
 * Newton's method in a trust region: conjugate gradients minimize the quadratic model, with exact products of the Hessian,
 * until they leave the region or meet negative curvature, and then go to its boundary.
 *
 * With ρ the actual over the predicted decrease, the region shrinks to a quarter where ρ < ¼, and doubles where ρ > ¾ at
 * the boundary; a step with ρ ≤ 0.15 is not taken. It begins with radius 1 and never exceeds 1000.
 *
 * Source: Steihaug, "The conjugate gradient method and trust regions in large scale optimization" (1983); Nocedal &
 * Wright, Numerical Optimization, 2nd ed. (2006), algorithms 4.1 and 7.2.
 */
export const trustNcg: Method<State> = {
  derivatives: true,
  begin: (_, here, { tolerance }) => {
    const { watch, outcome } = converged(undefined, here, maxAbs(here.gradient), tolerance);
    return { state: { here, radius: 1, watch }, outcome };
  },
  advance: (problem, state, { tolerance }): Step<State> => {
    const { here } = state;
    const product = problem.hessianAt(here.x);
    let { radius } = state;
    let promised: number | undefined;
    for (;;) {
      const { d, hd, boundary } = steihaug(product, here.gradient, radius);
      const predicted = -(inner(here.gradient, d) + inner(d, hd) / 2);
      promised ??= predicted;
      const there = here.x.slice();
      addScaled(there, 1, d);
      const point = problem.evaluate(there);
      const ratio = predicted > 0 ? (here.value - point.value) / predicted : Number.NEGATIVE_INFINITY;
      if (!(ratio >= 0.25)) radius = Math.min(radius, Math.sqrt(inner(d, d))) / 4;
      else if (ratio > 0.75 && boundary) radius = Math.min(2 * radius, 1000);
      if (ratio > 0.15) {
        const { watch, outcome } = converged(state.watch, point, maxAbs(point.gradient), tolerance);
        return { state: { here: point, radius, watch }, point, outcome };
      }
      const smallest = Number.EPSILON * Math.max(maxAbs(here.x), Number.MIN_VALUE);
      if (!(predicted > 0) || radius <= smallest)
        return { state, outcome: noLowerValue(here, promised, "trustRegion") };
    }
  },
};

interface Solution {
  readonly d: Vector;
  readonly hd: Vector;
  /** Whether the region cut it short. */
  readonly boundary: boolean;
}

/** Minimizes gᵀd + ½dᵀHd within ‖d‖ ≤ radius, to a residual of min(½, √‖g‖)‖g‖. */
function steihaug(product: (v: Vector) => Vector, gradient: Vector, radius: number): Solution {
  const d = new Float64Array(gradient.length);
  const hd = new Float64Array(gradient.length);
  const r = gradient.map((g) => -g);
  let p = r.slice();
  let rr = inner(r, r);
  const enough = Math.min(0.5, Math.sqrt(Math.sqrt(rr))) * Math.sqrt(rr);
  for (let count = 0; count < 2 * gradient.length; count++) {
    const hp = product(p);
    const along = inner(p, hp);
    const step = rr / along;
    const edge = toBoundary(d, p, radius);
    // Written so that NaN, from where there are no second derivatives, goes to the boundary as well.
    if (!(along > 0 && step < edge)) {
      addScaled(d, edge, p);
      addScaled(hd, edge, Number.isNaN(along) ? new Float64Array(p.length) : hp);
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
  const [a, b, c] = [inner(p, p), inner(d, p), inner(d, d) - radius * radius];
  const root = Math.sqrt(Math.max(b * b - a * c, 0));
  return b > 0 ? -c / (b + root) : (root - b) / a;
}
