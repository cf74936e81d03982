import type { Outcome } from "../minimize/outcome.ts";
import { valueRounding } from "../minimize/rounding.ts";
import type { FlatBounds } from "../spaces/flatbounds.ts";
import { inner } from "../spaces/vector.ts";
import type { ConstrainedProblem, Linearized } from "./constrainedproblem.ts";
import { type Evidence, infeasible, isContradiction, isNearlyOptimal, residualsAt } from "./optimality.ts";
import { constraintSizes } from "./sizes.ts";
import { meritSlope, type PricedStep, showSlope } from "./sqpstep.ts";

/** Of the largest violation: where rounding may be the reason, and where it cannot be. */
const limits = { feasible: 1e-6, infeasible: 1e-5 };

/**
 * The outcome after the merit function did not fall along a step: "precision" where rounding explains that, "infeasible" where the
 * point is as near to the limits as its surroundings, else "lineSearch".
 */
export function noLowerMerit(
  problem: ConstrainedProblem,
  here: Linearized,
  step: PricedStep,
  bounds: FlatBounds,
  evidence: Evidence,
): Outcome {
  const { constraints } = problem;
  const residuals = residualsAt(problem, here, step.multipliers, bounds, evidence);
  const sizes = constraintSizes(here, constraints, evidence.sizes);
  const promised = Math.abs(meritSlope(problem, here, step));
  const rounding = 8 * valueRounding(problem, here) + 64 * Number.EPSILON * inner(step.weights, sizes);
  const size = `the largest entry of the Lagrangian's gradient is ${showSlope(residuals.slope)}`;
  if ((residuals.violation <= limits.feasible && promised <= rounding) || isNearlyOptimal(residuals)) {
    const message = `no better point can be told apart in floating point: a further decrease of ${showSlope(promised)} is lost in rounding`;
    return { status: "precision", message: `${message}; ${size}` };
  }
  if (residuals.violation > limits.infeasible && isContradiction(here, step.multipliers, constraints, bounds))
    return infeasible(constraints, here, sizes);
  const advice = "check the gradients with checkGrads, and whether the functions have jumps or kinks";
  const message = `the line search found no better point where the gradients promise one; ${size}: ${advice}`;
  return { status: "lineSearch", message };
}
