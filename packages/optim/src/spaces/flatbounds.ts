import type { Vector } from "./vector.ts";

/** Bounds on each entry of a flat vector, ±Infinity where there is none. */
export interface FlatBounds {
  readonly lower: Vector;
  readonly upper: Vector;
}

/** Bounds of ±Infinity. */
export function noBounds(size: number): FlatBounds {
  return {
    lower: new Float64Array(size).fill(Number.NEGATIVE_INFINITY),
    upper: new Float64Array(size).fill(Number.POSITIVE_INFINITY),
  };
}

/** The nearest point to x within the bounds. */
export function project(x: Vector, { lower, upper }: FlatBounds): Vector {
  return x.map((xi, i) => Math.min(Math.max(xi, lower[i]), upper[i]));
}

/**
 * The gradient, with 0 for the variables that cannot move: those at a bound which steepest descent leads beyond. It has the unit of
 * the gradient, unlike P(x - g) - x.
 */
export function projectedGradient(x: Vector, gradient: Vector, { lower, upper }: FlatBounds): Vector {
  return gradient.map((g, i) => ((g < 0 ? x[i] >= upper[i] : x[i] <= lower[i]) ? 0 : g));
}

/** The largest t for which x + t d stays within the bounds; Infinity if every t does. */
export function longestStep(x: Vector, d: Vector, { lower, upper }: FlatBounds): number {
  let most = Number.POSITIVE_INFINITY;
  for (let i = 0; i < x.length; i++) {
    if (d[i] !== 0) most = Math.min(most, Math.max(((d[i] > 0 ? upper[i] : lower[i]) - x[i]) / d[i], 0));
  }
  return most;
}
