import { inner, norm, type Vector } from "../spaces/vector.ts";
import type { Triangular } from "./qr.ts";
import type { Linear } from "./residualproblem.ts";

/** A step within a trust region, and its multiplier λ. */
export interface Damped {
  readonly step: Vector;
  readonly lambda: number;
}

/**
 * The step p that minimizes ‖Jp + r‖ within ‖Dp‖ ≤ radius. This is the Gauss–Newton step if it is short enough. Otherwise p
 * solves (JᵀJ + λD²)p = -Jᵀr with the λ for which ‖Dp‖ = radius to 10 %.
 *
 * φ(λ) = ‖Dp(λ)‖ - radius is convex and decreasing. Newton's method for 1/‖Dp‖ finds its zero between
 *
 *     lower = -φ(0)/φ′(0) (0 where J lacks rank),   upper = ‖D⁻¹Jᵀr‖/radius
 *
 * Source: Moré, "The Levenberg–Marquardt algorithm: implementation and theory" (1978), section 5; Hebden (1973).
 *
 * @param d - the diagonal of D, positive
 * @param guess - λ of the previous step
 */
export function dampedStep(problem: Triangular, d: Vector, radius: number, guess: number): Damped {
  const { r, order, qtr } = problem;
  const n = d.length;
  const newton = gaussNewton(problem);
  const length = scaledNorm(newton.step, d);
  if (length - radius <= 0.1 * radius) return { step: newton.step, lambda: 0 };

  // D⁻¹Jᵀr in the order of the columns of R.
  const gradient = new Float64Array(n);
  for (let j = 0; j < n; j++) {
    let sum = 0;
    for (let i = 0; i <= j; i++) sum += r[i * n + j] * qtr[i];
    gradient[j] = sum / d[order[j]];
  }
  const steepest = Math.sqrt(inner(gradient, gradient));
  let lower = newton.fullRank ? newtonCorrection(r, order, d, newton.step, length, radius) : 0;
  let upper = steepest / radius;
  if (upper === 0) upper = Number.MIN_VALUE / Math.min(radius, 0.1);
  let lambda = Math.min(Math.max(guess, lower), upper);
  if (lambda === 0) lambda = steepest / length;
  for (let count = 0; ; count++) {
    if (lambda === 0) lambda = Math.max(Number.MIN_VALUE, 0.001 * upper);
    const root = Math.sqrt(lambda);
    const damped = regularized(
      problem,
      d.map((x) => root * x),
    );
    const size = scaledNorm(damped.step, d);
    const excess = size - radius;
    const enough = Math.abs(excess) <= 0.1 * radius || count === 10;
    if (enough) return { step: damped.step, lambda };
    const correction = newtonCorrection(damped.s, order, d, damped.step, size, radius);
    if (excess > 0) lower = Math.max(lower, lambda);
    else upper = Math.min(upper, lambda);
    lambda = Math.max(lower, lambda + correction);
  }
}

/** -(φ/φ′)·‖Dp‖/radius, Newton's step for 1/‖Dp‖: with w = S⁻ᵀPᵀD²p/‖Dp‖, it is (φ/radius)/‖w‖². */
function newtonCorrection(
  s: Vector,
  order: readonly number[],
  d: Vector,
  step: Vector,
  length: number,
  radius: number,
): number {
  const n = d.length;
  const w = Float64Array.from(order, (i) => (d[i] * d[i] * step[i]) / length);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) w[i] -= s[k * n + i] * w[k];
    w[i] /= s[i * n + i];
  }
  return (length - radius) / radius / inner(w, w);
}

/** The Gauss–Newton step, R p = -Qᵀr; entries beyond the rank of R are 0. */
export function gaussNewton({ r, order, qtr }: Triangular): { readonly step: Vector; readonly fullRank: boolean } {
  const n = qtr.length;
  let rank = 0;
  while (rank < n && r[rank * n + rank] !== 0) rank++;
  const z = new Float64Array(n);
  for (let i = rank - 1; i >= 0; i--) {
    let sum = -qtr[i];
    for (let j = i + 1; j < rank; j++) sum -= r[i * n + j] * z[j];
    z[i] = sum / r[i * n + i];
  }
  const step = new Float64Array(n);
  for (const [k, i] of order.entries()) step[i] = z[k];
  return { step, fullRank: rank === n };
}

/**
 * The minimum of ‖Rp + Qᵀr‖² + ‖Ep‖². Givens rotations eliminate the rows of E one by one.
 *
 * @param e - the diagonal of E, by variable
 * @returns the step, and S with SᵀS = RᵀR + PᵀE²P
 */
function regularized({ r, order, qtr }: Triangular, e: Vector): { readonly step: Vector; readonly s: Vector } {
  const n = qtr.length;
  const s = r.slice();
  const b = qtr.slice();
  const row = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    row.fill(0);
    row[k] = e[order[k]];
    let rest = 0;
    for (let j = k; j < n; j++) {
      if (row[j] === 0) continue;
      const length = Math.hypot(s[j * n + j], row[j]);
      const [cos, sin] = [s[j * n + j] / length, row[j] / length];
      for (let i = j; i < n; i++) {
        const [x, y] = [s[j * n + i], row[i]];
        s[j * n + i] = cos * x + sin * y;
        row[i] = cos * y - sin * x;
      }
      const [x, y] = [b[j], rest];
      b[j] = cos * x + sin * y;
      rest = cos * y - sin * x;
    }
  }
  return { step: gaussNewton({ r: s, order, qtr: b }).step, s };
}

/** ‖Dp‖ */
export function scaledNorm(p: Vector, d: Vector): number {
  let sum = 0;
  for (let i = 0; i < p.length; i++) sum += (p[i] * d[i]) ** 2;
  return Math.sqrt(sum);
}

/** ‖Dx‖, or ‖r‖ where x is 0: both have the unit of the residual, as D has the unit of residual over x. */
export function firstRadius(x: Vector, d: Vector, { residual }: Linear): number {
  return scaledNorm(x, d) || norm(residual) || 1;
}
