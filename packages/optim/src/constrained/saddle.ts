import type { FlatBounds } from "../spaces/flatbounds.ts";
import { inner, type Vector } from "../spaces/vector.ts";
import type { ConstrainedPoint, ConstrainedProblem, Linearized } from "./constrainedproblem.ts";
import { lagrangianGradient } from "./optimality.ts";
import { constraintSizes } from "./sizes.ts";

/** All relative. */
const limits = {
  /** Of a move to the size of its variable. */
  move: 1e-2,
  /** Of the slope along a variable, and of what it changes a constraint by, where they vanish. */
  flat: 1e-6,
  /** Of the fall of the Lagrangian to its terms, beyond rounding. */
  fall: 64 * Number.EPSILON,
  /** How many variables are tried. */
  tries: 20,
};

/**
 * A point beside a stationary one at which the Lagrangian is lower; `undefined` where none is found.
 *
 * Gradients lead away from a saddle except along variables in which the problem is symmetric: these have kept their start, and their
 * gradient is 0 whether the Lagrangian rises or falls beside it. So only those are tried, one by one: where the limits that hold the
 * point do not depend on one to first order, a fall is negative curvature.
 *
 * Source: the second-order conditions of Nocedal & Wright, Numerical Optimization, 2nd ed. (2006), theorem 12.5.
 *
 * @param start - where the run began
 */
export function besideSaddle(
  problem: ConstrainedProblem,
  here: Linearized,
  multipliers: Vector,
  bounds: FlatBounds,
  sizes: Vector,
  start: Vector,
): ConstrainedPoint | undefined {
  const { x, gradient, rows, c } = here;
  const { constraints } = problem;
  const scales = constraintSizes(here, constraints, sizes);
  const slopes = lagrangianGradient(gradient, rows, multipliers);
  const terms = Math.abs(here.value) + inner(multipliers.map(Math.abs), scales);
  const lagrangian = (point: ConstrainedPoint): number =>
    point.value - here.value - multipliers.reduce((sum, m, i) => (m === 0 ? sum : sum + m * (point.c[i] - c[i])), 0);
  const isActive = (i: number): boolean => multipliers[i] !== 0 || constraints.lower[i] === constraints.upper[i];
  const isFree = (j: number): boolean =>
    x[j] === start[j] &&
    Math.abs(slopes[j]) * sizes[j] <= limits.flat * terms &&
    rows.every((row, i) => !isActive(i) || Math.abs(row[j]) * sizes[j] <= limits.flat * scales[i]);
  const still = [...x.keys()].filter(isFree).slice(0, limits.tries);
  for (const j of still) {
    for (const move of [limits.move * sizes[j], -limits.move * sizes[j]]) {
      if (x[j] + move < bounds.lower[j] || x[j] + move > bounds.upper[j]) continue;
      const point = problem.evaluate(x.map((xi, k) => (k === j ? xi + move : xi)));
      if (lagrangian(point) < -limits.fall * terms - 2 * Math.abs(slopes[j] * move)) return point;
    }
  }
  return undefined;
}
