import { inner, type Vector } from "../spaces/vector.ts";

/**
 * The BFGS update of an approximate Hessian of the Lagrangian, damped so that it stays positive definite where the curvature along
 * the step is negative, as it may be outside of the constraints:
 *
 *     r = θy + (1 - θ)Bs   with the largest θ ≤ 1 for which sᵀr ≥ 0.2 sᵀBs
 *     B ← B - Bs sᵀB/(sᵀBs) + r rᵀ/(sᵀr)
 *
 * Source: Powell, "A fast algorithm for nonlinearly constrained optimization calculations", Lecture Notes in Mathematics 630 (1978);
 * Nocedal & Wright, Numerical Optimization, 2nd ed. (2006), procedure 18.2.
 *
 * @param hessian - B, n·n, not changed
 * @param y - the change of the Lagrangian's gradient along the step s, both with the newest multipliers
 * @param first - whether B is still the first one, which is replaced by that of the curvature along s: (zᵀz/sᵀy)D⁻² with z = Dy
 * @param sizes - the diagonal of D: the sizes of the variables
 */
export function dampedUpdate(hessian: Vector, s: Vector, y: Vector, first: boolean, sizes: Vector): Vector {
  const n = s.length;
  const sy = inner(s, y);
  let b = hessian;
  if (first && sy > 0) {
    const scaled = y.map((yi, j) => yi * sizes[j]);
    const curvature = inner(scaled, scaled) / sy;
    if (Number.isFinite(curvature)) b = scaledDiagonal(sizes, curvature);
  }
  const bs = s.map((_, i) => inner(b.subarray(i * n, (i + 1) * n), s));
  const sbs = inner(s, bs);
  if (!(sbs > 0)) return hessian;
  const theta = sy >= 0.2 * sbs ? 1 : (0.8 * sbs) / (sbs - sy);
  const r = theta === 1 ? y : y.map((yi, i) => theta * yi + (1 - theta) * bs[i]);
  const sr = inner(s, r);
  const next = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      const value = b[i * n + j] - (bs[i] * bs[j]) / sbs + (r[i] * r[j]) / sr;
      next[i * n + j] = value;
      next[j * n + i] = value;
    }
  return next.every(Number.isFinite) ? next : hessian;
}

/** A multiple of the identity where variables are measured in their sizes. */
export function scaledDiagonal(sizes: Vector, scale: number): Vector {
  const n = sizes.length;
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < n; i++) matrix[i * n + i] = scale / sizes[i] / sizes[i];
  return matrix;
}
