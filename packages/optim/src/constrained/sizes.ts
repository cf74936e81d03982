import type { FlatBounds } from "../spaces/flatbounds.ts";
import { inner, maxAbs, norm, type Vector } from "../spaces/vector.ts";
import type { Linearized } from "./constrainedproblem.ts";
import type { ConstraintSet } from "./constraintset.ts";

/**
 * The size of each variable, by which changes are judged: that at the start, or for those that start at 0 that of the largest one.
 * Where all do, {@link reach}.
 */
export function variableSizes(here: Linearized, constraints: ConstraintSet, bounds: FlatBounds): Vector {
  const largest = maxAbs(here.x);
  if (largest > 0) return here.x.map((xi) => Math.abs(xi) || largest);
  return new Float64Array(here.x.length).fill(reach(here, constraints, bounds));
}

/**
 * The length of a first step: the least of ‖x‖, 2|f|/‖∇f‖, and where both are 0 of the distances to bounds and to linearized limits. All
 * have the unit of x, so that the step follows a change of units. A start that shows no scale at all has the length 1.
 */
export function reach(
  { x, value, gradient, c, rows }: Linearized,
  constraints: ConstraintSet,
  bounds: FlatBounds,
): number {
  const least = (lengths: readonly number[]): number | undefined => {
    const known = lengths.filter((l) => l > 0 && Number.isFinite(l));
    return known.length === 0 ? undefined : Math.min(...known);
  };
  const toBounds = [...x].flatMap((xi, j) => [xi - bounds.lower[j], bounds.upper[j] - xi]);
  const toLimits = rows.map((row, i) => gap(c[i], constraints.lower[i], constraints.upper[i]) / norm(row));
  return least([norm(x), (2 * Math.abs(value)) / norm(gradient)]) ?? least([...toLimits, ...toBounds]) ?? 1;
}

/**
 * The size of each constraint, by which its violation is judged: that of its limits, or of the terms of its linear part. Rounding of
 * the value is relative to it. Where both are 0, the distance from the nearest limit.
 */
export function constraintSizes({ x, c, rows }: Linearized, { lower, upper }: ConstraintSet, sizes: Vector): Vector {
  return Float64Array.from(rows, (row, i) => {
    const limits = [lower[i], upper[i]].filter(Number.isFinite).map(Math.abs);
    return Math.max(termSize(row, x, sizes), ...limits) || gap(c[i], lower[i], upper[i]);
  });
}

function termSize(row: Vector, x: Vector, sizes: Vector): number {
  return inner(
    row.map(Math.abs),
    x.map((xi, j) => Math.max(Math.abs(xi), sizes[j])),
  );
}

function gap(c: number, lower: number, upper: number): number {
  return Math.min(Math.abs(c - lower), Math.abs(upper - c));
}
