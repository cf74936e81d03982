import type { Vector } from "./vector.ts";

/** Bounds on each entry of a point, ±Infinity where there is none. */
export interface Box {
  readonly lower: Vector;
  readonly upper: Vector;
}

/** No bounds at all. */
export function everywhere(size: number): Box {
  return {
    lower: new Float64Array(size).fill(Number.NEGATIVE_INFINITY),
    upper: new Float64Array(size).fill(Number.POSITIVE_INFINITY),
  };
}

/** The point of the box that is nearest to x. */
export function project(x: Vector, { lower, upper }: Box): Vector {
  return x.map((xi, i) => Math.min(Math.max(xi, lower[i]), upper[i]));
}

/** How far one can go against the gradient within the box, at most its own length: max |P(x - g) - x|. */
export function projectedSlope(x: Vector, gradient: Vector, { lower, upper }: Box): number {
  let most = 0;
  for (let i = 0; i < x.length; i++) {
    const g = gradient[i];
    const room = g < 0 ? Math.max(x[i] - upper[i], g) : Math.min(x[i] - lower[i], g);
    most = Math.max(most, Math.abs(room));
  }
  return most;
}

/** How long a step along d may be until it meets the box; Infinity if it never does. */
export function reach(x: Vector, d: Vector, { lower, upper }: Box): number {
  let most = Number.POSITIVE_INFINITY;
  for (let i = 0; i < x.length; i++) {
    if (d[i] !== 0) most = Math.min(most, Math.max(((d[i] > 0 ? upper[i] : lower[i]) - x[i]) / d[i], 0));
  }
  return most;
}
