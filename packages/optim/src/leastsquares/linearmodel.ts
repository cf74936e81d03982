import { inner, type Vector } from "../spaces/vector.ts";
import type { Linear } from "./residualproblem.ts";

/** ‖r + Jp‖² - ‖r‖², computed as ‖Jp‖² + 2 (Jᵀr)ᵀp to avoid cancellation, and ‖Jp‖². */
export function modelChange({ jacobian, residual, gradient }: Linear, p: Vector): { change: number; square: number } {
  const m = residual.length;
  const jp = new Float64Array(m);
  for (const [j, pj] of p.entries()) for (let i = 0; i < m; i++) jp[i] += pj * jacobian[j * m + i];
  const square = inner(jp, jp);
  return { change: square + 2 * inner(gradient, p), square };
}
