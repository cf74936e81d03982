import { matrixOf } from "../../spaces/positiveinverse.ts";
import { addScaled, difference, inner, norm, type Vector } from "../../spaces/vector.ts";
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

/**
 * -H g by the two-loop recursion: H is the inverse Hessian that BFGS updates by the pairs, oldest first, build from
 * γI. The scaling γ = sᵀy/yᵀy of the newest pair estimates the inverse Hessian along it.
 *
 * Source: Nocedal & Wright, algorithm 7.4 and equation 7.20.
 */
export function quasiNewtonStep(gradient: Vector, pairs: readonly CurvaturePair[]): Vector {
  const d = gradient.map((g) => -g);
  const alphas = new Float64Array(pairs.length);
  for (let i = pairs.length - 1; i >= 0; i--) {
    const { s, y, rho } = pairs[i];
    alphas[i] = rho * inner(s, d);
    addScaled(d, -alphas[i], y);
  }
  const newest = pairs.at(-1);
  if (newest !== undefined) {
    const gamma = 1 / curvatureOf(newest);
    for (let i = 0; i < d.length; i++) d[i] *= gamma;
  }
  for (const [i, { s, y, rho }] of pairs.entries()) addScaled(d, alphas[i] - rho * inner(y, d), s);
  return d;
}

/** The inverse Hessian that pairs stand for, n·n; `undefined` without any. */
export function inverseOfPairs(pairs: readonly CurvaturePair[], size: number): Vector | undefined {
  if (pairs.length === 0) return undefined;
  return matrixOf((v) => quasiNewtonStep(v, pairs).map((d) => -d), size);
}
