import type { Outcome } from "../descent.ts";
import type { Point } from "../problem.ts";
import type { Linear } from "./residuals.ts";

/** A point with the gradient Jᵀr of half the sum, known once the problem is linearized there. */
export function withGradient({ x, value }: Point, { gradient }: Linear): Point {
  return { x, value, gradient };
}

/** Where there is no Jacobian at the start, no method knows where to go. */
export const noJacobian: Outcome = { status: "nonFinite", message: "the Jacobian is not finite at the start" };
