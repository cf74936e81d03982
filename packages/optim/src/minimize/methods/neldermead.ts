import { type FlatBounds, project } from "../../spaces/flatbounds.ts";
import { addScaled, type Vector } from "../../spaces/vector.ts";
import type { Method, Step } from "../method.ts";
import { formatNumber, success } from "../outcome.ts";
import type { Point, Problem } from "../problem.ts";

/** n + 1 places, the lowest first. */
interface State {
  readonly simplex: readonly Point[];
}

/**
 * The simplex method of Nelder and Mead, for functions without derivatives: values alone are compared.
 *
 * The worst corner is reflected through the centroid of the others; a step that makes a new best corner is doubled, one
 * that does not help is halved, towards the better side; where nothing helps, all corners go halfway to the best. The first
 * simplex has edges of 5 % of each variable, or 0.00025 where that is 0. It ends when neither corners nor values differ
 * by more than the tolerance, 10⁻⁸ by default, relative to their size where that exceeds 1.
 *
 * Corners outside of bounds are moved to the boundary.
 *
 * Source: Nelder & Mead, "A simplex method for function minimization", The Computer Journal 7 (1965); the order of tests and
 * the ties as in Lagarias, Reeds, Wright & Wright, SIAM Journal on Optimization 9 (1998).
 */
export const nelderMead: Method<State> = {
  derivatives: false,
  patience: (size) => Math.max(1000, 400 * size),
  begin: (problem, start, { box, tolerance }) => {
    const corners = Array.from(start.x, (xi, i) => {
      const corner = start.x.slice();
      corner[i] = xi === 0 ? 0.00025 : 1.05 * xi;
      // At a bound the edge points inwards.
      if (box !== undefined && (corner[i] > box.upper[i] || corner[i] < box.lower[i])) corner[i] = 2 * xi - corner[i];
      return corner;
    });
    const simplex = sorted([start, ...corners.map((x) => evaluateIn(problem, x, box))]);
    return { state: { simplex }, outcome: small(simplex, tolerance) };
  },
  advance: (problem, { simplex }, { box, tolerance }): Step<State> => {
    const next = sorted(renewed(problem, simplex, box));
    return { state: { simplex: next }, point: next[0], slope: simplexSize(next), outcome: small(next, tolerance) };
  },
};

function renewed(problem: Problem, simplex: readonly Point[], box: FlatBounds | undefined): readonly Point[] {
  const rest = simplex.slice(0, -1);
  const [best, worst] = [simplex[0], simplex[simplex.length - 1]];
  const middle = centroid(rest);
  // The place that is t times as far from the centroid as the worst corner, on the other side.
  const at = (t: number): Point => {
    const x = middle.map((c, i) => c + t * (c - worst.x[i]));
    return evaluateIn(problem, x, box);
  };
  const reflected = at(1);
  if (reflected.value < best.value) {
    const expanded = at(2);
    return [...rest, expanded.value < reflected.value ? expanded : reflected];
  }
  if (reflected.value < rest[rest.length - 1].value) return [...rest, reflected];
  const outside = reflected.value < worst.value;
  const contracted = at(outside ? 0.5 : -0.5);
  if (outside ? contracted.value <= reflected.value : contracted.value < worst.value) return [...rest, contracted];
  const halfway = ({ x }: Point): Vector => x.map((xi, i) => best.x[i] + (xi - best.x[i]) / 2);
  return [best, ...simplex.slice(1).map((corner) => evaluateIn(problem, halfway(corner), box))];
}

function evaluateIn(problem: Problem, x: Vector, box: FlatBounds | undefined): Point {
  return problem.evaluate(box === undefined ? x : project(x, box));
}

function centroid(corners: readonly Point[]): Vector {
  const sum = new Float64Array(corners[0].x.length);
  for (const { x } of corners) addScaled(sum, 1 / corners.length, x);
  return sum;
}

function sorted(corners: readonly Point[]): readonly Point[] {
  return corners.toSorted((a, b) => a.value - b.value || 0);
}

/** The largest difference between corners and the best, of values or of places. */
function simplexSize(simplex: readonly Point[]): number {
  const [best, ...others] = simplex;
  let most = 0;
  for (const { x, value } of others) {
    most = Math.max(most, Math.abs(value - best.value) / Math.max(1, Math.abs(best.value)));
    for (const [i, xi] of x.entries())
      most = Math.max(most, Math.abs(xi - best.x[i]) / Math.max(1, Math.abs(best.x[i])));
  }
  return most;
}

function small(simplex: readonly Point[], tolerance = 1e-8): ReturnType<typeof success> | undefined {
  const most = simplexSize(simplex);
  return most <= tolerance
    ? success(`the simplex's corners and values differ by ${formatNumber(most)} at most`)
    : undefined;
}
