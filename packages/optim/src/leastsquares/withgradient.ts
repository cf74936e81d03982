import type { Outcome } from "../minimize/outcome.ts";
import type { Point } from "../minimize/problem.ts";
import type { Linear } from "./residualproblem.ts";

/** The point with its gradient Jᵀr, which the linear problem at it gives. */
export function withGradient({ x, value }: Point, { gradient }: Linear): Point {
  return { x, value, gradient };
}

/** The end of a fit without a Jacobian at the start. */
export const noJacobian: Outcome = { status: "nonFinite", message: "the Jacobian is not finite at the start" };
