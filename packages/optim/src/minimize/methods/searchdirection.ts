import { type FlatBounds, project } from "../../spaces/flatbounds.ts";
import { addScaled, inner, type Vector } from "../../spaces/vector.ts";
import type { Point, Problem } from "../problem.ts";
import { type LineSearchOptions, lineSearch } from "./linesearch.ts";
import type { Slope } from "./trialinterval.ts";

/** A place on a line through space. */
export interface Trial extends Slope {
  readonly point: Point;
}

interface SearchOptions extends LineSearchOptions {
  /** Trials are kept within it, from which rounding might lead them out. */
  readonly box?: FlatBounds;
}

/**
 * Searches along a direction.
 *
 * @returns `undefined` where the direction does not descend or no lower value was found
 */
export function searchDirection(
  problem: Problem,
  here: Point,
  direction: Vector,
  first: number,
  { box, ...options }: SearchOptions = {},
): Trial | undefined {
  const slope = inner(direction, here.gradient);
  if (!(slope < 0)) return undefined;
  const phi = (step: number): Trial => {
    const there = here.x.slice();
    addScaled(there, step, direction);
    const point = problem.evaluate(box === undefined ? there : project(there, box));
    return { step, value: point.value, slope: inner(point.gradient, direction), point };
  };
  return lineSearch(phi, { step: 0, value: here.value, slope, point: here }, first, options);
}

/** A first step along a direction of which only the orientation is known: of length 1 at most. */
export function cautious(direction: Vector): number {
  return Math.min(1, 1 / Math.sqrt(inner(direction, direction)));
}
