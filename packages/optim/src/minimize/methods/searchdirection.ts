import { type FlatBounds, project } from "../../spaces/flatbounds.ts";
import { addScaled, inner, maxAbs, norm, type Vector } from "../../spaces/vector.ts";
import type { Point, Problem } from "../problem.ts";
import { type LineSearchOptions, lineSearch } from "./linesearch.ts";
import type { Slope } from "./trialinterval.ts";

/** A point on a line through space. */
export interface Trial extends Slope {
  readonly point: Point;
}

interface SearchOptions extends LineSearchOptions {
  /** Trials are projected on these bounds, because rounding might lead outside. */
  readonly bounds?: FlatBounds;
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
  { bounds, ...options }: SearchOptions = {},
): Trial | undefined {
  const slope = inner(direction, here.gradient);
  if (!(slope < 0)) return undefined;
  const phi = (step: number): Trial => {
    const there = here.x.slice();
    addScaled(there, step, direction);
    const point = problem.evaluate(bounds === undefined ? there : project(there, bounds));
    return { step, value: point.value, slope: inner(point.gradient, direction), point };
  };
  return lineSearch(phi, { step: 0, value: here.value, slope, point: here }, first, options);
}

/**
 * The length of a first step, when nothing is known of the curvature: the shorter of ‖x‖ and 2|f|/‖g‖, the distance of the minimum
 * if it is 0 and f is a parabola. Both have the unit of x, so that the step follows a change of units. Where x and f are 0
 * the problem shows no scale, and the length is 1.
 */
export function firstLength({ x, value, gradient }: Point): number {
  const lengths = [norm(x), (2 * Math.abs(value)) / norm(gradient)].filter(
    (length) => length > 0 && Number.isFinite(length),
  );
  return lengths.length === 0 ? 1 : Math.min(...lengths);
}

/** Steepest descent as a step of that length. */
export function firstStep(here: Point): Vector {
  const scale = firstLength(here) / norm(here.gradient);
  return here.gradient.map((g) => -scale * g);
}

/**
 * Steepest descent where each variable is measured in its own size, as a first step there. Where a variable is 10⁶ times another, plain
 * steepest descent moves the small one only, and a model that has seen nothing else does not move the large one by its last digit.
 */
export function descentInSizes({ x, value, gradient }: Point): Vector {
  const largest = maxAbs(x) || 1;
  const sizes = x.map((xi) => Math.abs(xi) || largest);
  const scaled = gradient.map((g, i) => g * sizes[i]);
  const length = firstLength({ x: x.map((xi, i) => xi / sizes[i]), value, gradient: scaled });
  const scale = length / norm(scaled);
  return scaled.map((g, i) => -scale * g * sizes[i]);
}

/** Steepest descent as a step with the slope of another direction: its length then has the right order of magnitude. */
export function steepestLike(direction: Vector, gradient: Vector): Vector {
  const size = norm(gradient);
  const scale = Math.abs(inner(direction, gradient)) / size / size;
  return gradient.map((g) => -scale * g);
}
