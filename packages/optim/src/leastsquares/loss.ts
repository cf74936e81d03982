import type { Vector } from "../spaces/vector.ts";

/** The loss of a residual: its square, or a robust function that grows more slowly. */
export type Loss = "linear" | "softL1" | "huber" | "cauchy";

/** ρ, ρ′ and ρ″ at z. */
type Rho = (z: number) => readonly [number, number, number];

/**
 * With z = (r/c)², the squared residual in units of the scale c, the sum ½c² Σ ρ(z) is minimized:
 *
 *     linear   z                     huber    z, beyond 1 2√z - 1
 *     softL1   2(√(1 + z) - 1)       cauchy   log(1 + z)
 *
 * Source: Triggs, McLauchlan, Hartley & Fitzgibbon, "Bundle adjustment: a modern synthesis" (2000), section 4.3.
 */
export const losses: Readonly<Record<Loss, Rho>> = {
  linear: (z) => [z, 1, 0],
  softL1: (z) => {
    const t = Math.sqrt(1 + z);
    return [(2 * z) / (t + 1), 1 / t, -0.5 / t ** 3];
  },
  huber: (z) => {
    if (z <= 1) return [z, 1, 0];
    const t = Math.sqrt(z);
    return [2 * t - 1, 1 / t, -0.5 / t ** 3];
  },
  cauchy: (z) => [Math.log1p(z), 1 / (1 + z), -1 / (1 + z) ** 2],
};

/** ½c² Σ ρ((r/c)²) */
export function costOf(rho: Rho, scale: number, residual: Vector): number {
  return residual.reduce((sum, r) => sum + rho((r / scale) ** 2)[0], 0) * 0.5 * scale * scale;
}

/**
 * Replaces residuals and Jacobian by those of a linear problem with the same gradient, and with the Hessian JᵀHJ of the
 * robust one, H = diag(ρ′ + 2ρ″z):
 *
 *     J ← √H J,   r ← ρ′/√H r
 *
 * H is kept positive: where the loss is concave, its negative curvature is replaced by a tiny positive one.
 *
 * @param jacobian - column after column; changed in place, as the residual is
 */
export function linearizeLoss(rho: Rho, scale: number, residual: Vector, jacobian: Vector): void {
  const m = residual.length;
  for (let i = 0; i < m; i++) {
    const z = (residual[i] / scale) ** 2;
    const [, first, second] = rho(z);
    const root = Math.sqrt(Math.max(first + 2 * second * z, Number.EPSILON));
    residual[i] *= first / root;
    for (let k = i; k < jacobian.length; k += m) jacobian[k] *= root;
  }
}
