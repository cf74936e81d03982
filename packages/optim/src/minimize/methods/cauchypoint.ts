import type { FlatBounds } from "../../spaces/flatbounds.ts";
import { addScaled, inner, type Vector } from "../../spaces/vector.ts";
import type { CompactHessian } from "./compacthessian.ts";

/** The Cauchy point xᶜ, and Wᵀ(xᶜ - x). */
export interface Cauchy {
  readonly x: Vector;
  readonly c: Vector;
}

/**
 * The generalized Cauchy point: the first local minimum of the quadratic model along P(x - tg), the path of steepest
 * descent projected on the bounds.
 *
 * The path consists of segments. At breakpoint tᵢ the variable i reaches its bound and stays there. Along a segment the model is
 * a parabola with slope f′ and curvature f″. At a breakpoint, with z = xᵢᶜ - xᵢ and w the row of W, they change by
 *
 *     f′ ← f′ + Δt f″ + g² + θgz - g wᵀMc,     f″ ← f″ - θg² - 2g wᵀMp - g² wᵀMw,     p ← p + gw,   c ← c + Δt p
 *
 * Source: Byrd, Lu, Nocedal & Zhu, "A limited memory algorithm for bound constrained optimization", SIAM Journal on
 * Scientific Computing 16 (1995), algorithm CP.
 */
export function cauchyPoint(x0: Vector, gradient: Vector, bounds: FlatBounds, model: CompactHessian): Cauchy {
  const { theta } = model;
  const x = x0.slice();
  const times = x0.map((xi, i) => boundTime(xi, gradient[i], bounds.lower[i], bounds.upper[i]));
  const d = gradient.map((g, i) => (times[i] > 0 ? -g : 0));
  const order = [...times.keys()].filter((i) => times[i] > 0 && times[i] < Number.POSITIVE_INFINITY);
  order.sort((i, j) => times[i] - times[j]);

  const p = model.gather(d);
  const c = new Float64Array(model.size);
  let slope = -inner(d, d);
  let bend = -theta * slope - inner(p, model.middle(p));
  const least = Number.EPSILON * bend;
  let best = slope < 0 ? -slope / bend : 0;
  let t = 0;
  for (const b of order) {
    const step = times[b] - t;
    if (best < step) break;
    const g = gradient[b];
    x[b] = d[b] > 0 ? bounds.upper[b] : bounds.lower[b];
    const z = x[b] - x0[b];
    const w = model.row(b);
    addScaled(c, step, p);
    const mw = model.middle(w);
    slope += step * bend + g * g + theta * g * z - g * inner(mw, c);
    bend = Math.max(bend - theta * g * g - 2 * g * inner(mw, p) - g * g * inner(mw, w), least);
    addScaled(p, g, w);
    d[b] = 0;
    best = -slope / bend;
    t = times[b];
  }
  const rest = Math.max(best, 0);
  // When no variable moves any more, slope and curvature are 0, and the path ends.
  if (d.some((di) => di !== 0) && Number.isFinite(rest)) {
    for (let i = 0; i < x.length; i++) if (d[i] !== 0) x[i] = x0[i] + (t + rest) * d[i];
    addScaled(c, rest, p);
  }
  return { x, c };
}

/** The t at which x - tg reaches a bound. */
function boundTime(x: number, g: number, lower: number, upper: number): number {
  if (g === 0) return Number.POSITIVE_INFINITY;
  return Math.max((x - (g < 0 ? upper : lower)) / g, 0);
}
