import { type FlatBounds, project } from "../../spaces/flatbounds.ts";
import { addScaled, maxAbs, type Vector } from "../../spaces/vector.ts";
import type { Method, Step } from "../method.ts";
import { formatNumber, success } from "../outcome.ts";
import type { Point, Problem } from "../problem.ts";

/** n + 1 corners, the lowest first. */
interface State {
  readonly simplex: readonly Point[];
  /** The first edges, by variable. */
  readonly edges: Vector;
  /** The value at the start. */
  readonly first: number;
}

/** How far corners move. */
interface Factors {
  readonly expand: number;
  readonly contract: number;
  readonly shrink: number;
}

/**
 * The simplex method of Nelder and Mead, for functions without derivatives: it only compares values.
 *
 * The worst corner is reflected through the centroid of the others. The step is expanded where the new corner is the best, and
 * contracted, towards the better side, where it does not help. Where nothing helps, all corners shrink towards the best. From
 * n = 3 on the factors depend on n, because the standard ones degenerate in many dimensions.
 *
 * The first simplex, unless it is given, has edges of 5 % of each variable, or of its unit if that is given; a variable that is 0 gets 0.025 % of the largest one, or 0.00025 where all
 * are 0. The method ends when neither corners nor values differ by more than the tolerance, 10⁻⁸ by default: corners in relation
 * to the variable or its first edge, values in relation to the value or its decrease so far.
 *
 * Corners outside of bounds are moved to the boundary.
 *
 * Source: Nelder & Mead, "A simplex method for function minimization", The Computer Journal 7 (1965); the order of tests and
 * the ties as in Lagarias, Reeds, Wright & Wright, SIAM Journal on Optimization 9 (1998); the factors of Gao & Han,
 * "Implementing the Nelder-Mead simplex algorithm with adaptive parameters", Computational Optimization and Applications 51 (2012).
 */
export const nelderMead: Method<State> = {
  derivatives: false,
  patience: (size) => Math.max(1000, 400 * size),
  evaluationLimit: (size) => Math.max(2000, 800 * size),
  begin: (problem, start, { bounds, tolerance, xScale, simplex: given }) => {
    const fallback = 0.00025 * (maxAbs(start.x) || 1);
    const edges = start.x.map((xi, i) => (xScale === undefined ? (xi === 0 ? fallback : 0.05 * xi) : 0.05 * xScale[i]));
    if (given !== undefined) {
      const simplex = sorted(given.map((x) => evaluateWithin(problem, x, bounds)));
      const state = { simplex, edges: widths(given), first: start.value };
      return { state, slope: simplexSize(state), outcome: small(state, tolerance) };
    }
    const corners = Array.from(start.x, (xi, i) => {
      const corner = start.x.slice();
      corner[i] = xi + edges[i];
      // At a bound the edge points inwards.
      if (bounds !== undefined && (corner[i] > bounds.upper[i] || corner[i] < bounds.lower[i]))
        corner[i] = xi - edges[i];
      return corner;
    });
    const simplex = sorted([start, ...corners.map((x) => evaluateWithin(problem, x, bounds))]);
    const state = { simplex, edges, first: start.value };
    return { state, slope: simplexSize(state), outcome: small(state, tolerance) };
  },
  advance: (problem, state, { bounds, tolerance }): Step<State> => {
    const next = { ...state, simplex: sorted(moved(problem, state.simplex, bounds)) };
    return { state: next, point: next.simplex[0], slope: simplexSize(next), outcome: small(next, tolerance) };
  },
};

/** How far corners are apart, by variable. */
function widths(corners: readonly Vector[]): Vector {
  return corners[0].map((_, i) => {
    const places = corners.map((corner) => corner[i]);
    return places.reduce((most, x) => Math.max(most, Math.abs(x - places[0])), 0);
  });
}

function factorsFor(n: number): Factors {
  return n < 3
    ? { expand: 2, contract: 0.5, shrink: 0.5 }
    : { expand: 1 + 2 / n, contract: 0.75 - 1 / (2 * n), shrink: 1 - 1 / n };
}

function moved(problem: Problem, simplex: readonly Point[], bounds: FlatBounds | undefined): readonly Point[] {
  const rest = simplex.slice(0, -1);
  const { expand, contract, shrink } = factorsFor(rest.length);
  const [best, worst] = [simplex[0], simplex[simplex.length - 1]];
  const middle = centroid(rest);
  // The point that is t times as far from the centroid as the worst corner, on the other side.
  const at = (t: number): Point => {
    const x = middle.map((c, i) => c + t * (c - worst.x[i]));
    return evaluateWithin(problem, x, bounds);
  };
  const reflected = at(1);
  if (reflected.value < best.value) {
    const expanded = at(expand);
    return [...rest, expanded.value < reflected.value ? expanded : reflected];
  }
  if (reflected.value < rest[rest.length - 1].value) return [...rest, reflected];
  const outside = reflected.value < worst.value;
  const contracted = at(outside ? contract : -contract);
  if (outside ? contracted.value <= reflected.value : contracted.value < worst.value) return [...rest, contracted];
  const towardsBest = ({ x }: Point): Vector => x.map((xi, i) => best.x[i] + shrink * (xi - best.x[i]));
  return [best, ...simplex.slice(1).map((corner) => evaluateWithin(problem, towardsBest(corner), bounds))];
}

function evaluateWithin(problem: Problem, x: Vector, bounds: FlatBounds | undefined): Point {
  return problem.evaluate(bounds === undefined ? x : project(x, bounds));
}

function centroid(corners: readonly Point[]): Vector {
  const sum = new Float64Array(corners[0].x.length);
  for (const { x } of corners) addScaled(sum, 1 / corners.length, x);
  return sum;
}

function sorted(corners: readonly Point[]): readonly Point[] {
  return corners.toSorted((a, b) => a.value - b.value || 0);
}

/** The largest relative difference between corners and the best, of values or of variables. */
function simplexSize({ simplex, edges, first }: State): number {
  const [best, ...others] = simplex;
  const value = Math.max(Math.abs(best.value), first - best.value);
  let most = 0;
  for (const { x, value: other } of others) {
    if (other !== best.value) most = Math.max(most, Math.abs(other - best.value) / value);
    for (const [i, xi] of x.entries()) {
      if (xi !== best.x[i]) {
        most = Math.max(most, Math.abs(xi - best.x[i]) / Math.max(Math.abs(best.x[i]), Math.abs(edges[i])));
      }
    }
  }
  return most;
}

function small(state: State, tolerance = 1e-8): ReturnType<typeof success> | undefined {
  const most = simplexSize(state);
  return most <= tolerance
    ? success(`the simplex's corners and values differ by ${formatNumber(most)} at most, relative to their size`)
    : undefined;
}
