import { difference, inner, norm, type Vector } from "../../spaces/vector.ts";
import type { Point } from "../problem.ts";

/** A step s, the change y of the gradient along it, and ρ = 1/(sᵀy). */
export interface CurvaturePair {
  readonly s: Vector;
  readonly y: Vector;
  readonly rho: number;
}

/**
 * The pair of a step; `undefined` unless its curvature sᵀy is positive beyond rounding. The test sᵀy > ε‖s‖‖y‖ holds in any
 * units: it asks for the angle between s and y.
 */
export function curvaturePair(from: Point, to: Point): CurvaturePair | undefined {
  const s = difference(to.x, from.x);
  const y = difference(to.gradient, from.gradient);
  const curvature = inner(s, y);
  const positive = curvature > Number.EPSILON * norm(s) * norm(y) && Number.isFinite(1 / curvature);
  return positive ? { s, y, rho: 1 / curvature } : undefined;
}

/** The newest pairs, with that of the last step if it has one. */
export function appendPair(
  pairs: readonly CurvaturePair[],
  from: Point,
  to: Point,
  memory: number,
): readonly CurvaturePair[] {
  const pair = curvaturePair(from, to);
  return pair === undefined ? pairs : [...pairs, pair].slice(-memory);
}

/** yᵀy/sᵀy: the curvature of a pair, which estimates the Hessian before any pair is used. */
export function curvatureOf({ y, rho }: CurvaturePair): number {
  return rho * inner(y, y);
}
