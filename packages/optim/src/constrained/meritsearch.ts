import type { FlatBounds } from "../spaces/flatbounds.ts";
import { addScaled, difference, inner, type Vector } from "../spaces/vector.ts";
import type { ConstrainedPoint, ConstrainedProblem, Linearized } from "./constrainedproblem.ts";
import { meritOf, meritSlope, modelAt, type PricedStep } from "./sqpstep.ts";
import { isStill, solveModel } from "./subproblem.ts";

/** The part of the promised decrease that a step must bring, and how many times it is shortened. */
const enough = 1e-4;
const patience = 50;

/**
 * The first point along a step at which the merit function has fallen enough; `undefined` where there is none.
 *
 * Where the whole step is refused, the constraints are linearized again at its end, with the same Jacobian: near a curved
 * constraint this second-order correction saves the whole step, which the merit function would refuse for ever (Maratos, 1978).
 */
export function searchMerit(
  problem: ConstrainedProblem,
  here: Linearized,
  step: PricedStep,
  hessian: Vector,
  bounds: FlatBounds,
): Linearized | undefined {
  const slope = meritSlope(problem, here, step);
  if (!(slope < 0) || isStill(step.d, here.x)) return undefined;
  const { weights } = step;
  const merit = meritOf(problem, here.value, here.c, weights);
  const at = (d: Vector, length: number): ConstrainedPoint => {
    const x = here.x.slice();
    addScaled(x, length, d);
    return problem.evaluate(snapped(x, here.x, bounds));
  };
  const accepted = (point: ConstrainedPoint, length: number): Linearized | undefined =>
    meritOf(problem, point.value, point.c, weights) <= merit + enough * length * slope
      ? problem.linearize(point)
      : undefined;

  let length = 1;
  for (let left = patience; left > 0; left--) {
    const point = at(step.d, length);
    const found = accepted(point, length);
    if (found !== undefined) return found;
    const reached = meritOf(problem, point.value, point.c, weights);
    if (length === 1 && Number.isFinite(reached)) {
      const corrected = correction(problem, here, step, point, hessian, bounds);
      const other = corrected && accepted(at(corrected, 1), 1);
      if (other !== undefined) return other;
    }
    // The minimum of the parabola through both values and the slope.
    const rise = reached - merit - slope * length;
    const minimum = (-slope * length * length) / (2 * rise);
    length = Number.isFinite(minimum) ? Math.min(Math.max(minimum, 0.1 * length), 0.5 * length) : 0.1 * length;
    const shortened = step.d.map((di) => length * di);
    if (isStill(shortened, here.x)) return undefined;
  }
  return undefined;
}

/** A point within the bounds, and exactly at those from which only the rounding of a step from `from` parts it. */
function snapped(x: Vector, from: Vector, { lower, upper }: FlatBounds): Vector {
  return x.map((xi, j) => {
    const near = 8 * Number.EPSILON * Math.max(Math.abs(from[j]), Math.abs(xi));
    if (xi <= lower[j] + near) return lower[j];
    return xi >= upper[j] - near ? upper[j] : xi;
  });
}

/** The step whose end is within the limits that the constraints' values at the end of the first one show. */
function correction(
  problem: ConstrainedProblem,
  here: Linearized,
  { d }: PricedStep,
  point: ConstrainedPoint,
  hessian: Vector,
  bounds: FlatBounds,
): Vector | undefined {
  if (here.rows.length === 0) return undefined;
  const model = modelAt(problem, here, hessian, bounds);
  // c(x + d) + J(d' - d) instead of c(x) + Jd'.
  const bend = here.rows.map((row, i) => point.c[i] - here.c[i] - inner(row, d));
  const shifted = Float64Array.from(bend);
  const solution = solveModel({
    ...model,
    lower: difference(model.lower, shifted),
    upper: difference(model.upper, shifted),
  });
  return typeof solution === "string" ? undefined : solution.d;
}
