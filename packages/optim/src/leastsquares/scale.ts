import { inner, type Vector } from "../vector.ts";
import type { Linear } from "./residuals.ts";

/** Lengths of the Jacobian's columns. */
export function columnLengths({ jacobian, residual }: Linear): Vector {
  const m = residual.length;
  const n = m === 0 ? 0 : jacobian.length / m;
  return Float64Array.from({ length: n }, (_, j) => {
    const column = jacobian.subarray(j * m, (j + 1) * m);
    return Math.sqrt(inner(column, column));
  });
}

/**
 * The scale of each variable: the longest its column of the Jacobian has been. So the region's form does not depend on
 * the units in which parameters are measured.
 *
 * Source: Moré (1978), section 6, whose measurements speak for the largest length so far over the present one.
 */
export function widened(scale: Vector | undefined, linear: Linear): Vector {
  const lengths = columnLengths(linear);
  if (scale === undefined) return lengths.map((length) => (length === 0 ? 1 : length));
  return scale.map((d, j) => Math.max(d, lengths[j]));
}

/** ‖r + Jp‖² - ‖r‖² without cancellation: ‖Jp‖² + 2 (Jᵀr)ᵀp; and ‖Jp‖² by itself. */
export function modelChange({ jacobian, residual, gradient }: Linear, p: Vector): { change: number; square: number } {
  const m = residual.length;
  const jp = new Float64Array(m);
  for (const [j, pj] of p.entries()) for (let i = 0; i < m; i++) jp[i] += pj * jacobian[j * m + i];
  const square = inner(jp, jp);
  return { change: square + 2 * inner(gradient, p), square };
}
