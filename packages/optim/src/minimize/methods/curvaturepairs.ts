import { addScaled, inner, type Vector } from "../../spaces/vector.ts";
import type { Point } from "../problem.ts";

/** One step and the change of the gradient along it; rho = 1/(sᵀy). */
export interface Pair {
  readonly s: Vector;
  readonly y: Vector;
  readonly rho: number;
}

/** The pair of a step; `undefined` unless its curvature sᵀy is positive beyond rounding. */
export function pairOf(from: Point, to: Point): Pair | undefined {
  const s = to.x.slice();
  addScaled(s, -1, from.x);
  const y = to.gradient.slice();
  addScaled(y, -1, from.gradient);
  const curvature = inner(s, y);
  return curvature > Number.EPSILON * inner(y, y) ? { s, y, rho: 1 / curvature } : undefined;
}

/** The newest pairs, with that of a step if it has one. */
export function appendPair(pairs: readonly Pair[], from: Point, to: Point, memory: number): readonly Pair[] {
  const pair = pairOf(from, to);
  return pair === undefined ? pairs : [...pairs, pair].slice(-memory);
}

/** yᵀy/sᵀy: the curvature of the newest pair, by which the Hessian is estimated before any pair is used. */
export function curvature({ y, rho }: Pair): number {
  return rho * inner(y, y);
}
