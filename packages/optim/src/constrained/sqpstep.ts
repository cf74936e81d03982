import { formatNumber, type Outcome } from "../minimize/outcome.ts";
import type { FlatBounds } from "../spaces/flatbounds.ts";
import { difference, inner, maxAbs, type Vector } from "../spaces/vector.ts";
import type { ConstrainedProblem, Linearized } from "./constrainedproblem.ts";
import { type Evidence, infeasible, priceOfGaps } from "./optimality.ts";
import { relative } from "./relative.ts";
import { constraintSizes } from "./sizes.ts";
import { curvatureAlong, type Model, type ModelStep, solveElasticModel, solveModel } from "./subproblem.ts";

/** A step, with the prices of violations for which it lowers the merit function. */
export interface PricedStep extends ModelStep {
  readonly weights: Vector;
  /** Present where no step leads nearer to the limits. */
  readonly outcome?: Outcome | undefined;
}

/** All relative to violations. */
const limits = {
  /** What a step must gain for its prices to be high enough at once. */
  gained: 0.9,
  /** What higher prices must gain. */
  dearer: 1e-4,
  /** The most that prices rise in one step. */
  dearest: 1e8,
  /** What no step gains where the limits cannot be reached; and the violation that is not nearly none. */
  useless: 1e-3,
  far: 1e-5,
};

/** The quadratic model at a point. */
export function modelAt(problem: ConstrainedProblem, here: Linearized, hessian: Vector, bounds: FlatBounds): Model {
  const { lower, upper } = problem.constraints;
  const { x, c, gradient, rows } = here;
  return {
    hessian,
    gradient,
    rows,
    lower: difference(lower, c),
    upper: difference(upper, c),
    bounds: { lower: difference(bounds.lower, x), upper: difference(bounds.upper, x) },
  };
}

/**
 * The step to the minimum of the model within its limits; where they contradict each other, the one that violates them at a price.
 *
 * @param weights - the prices so far
 */
export function stepFrom(
  problem: ConstrainedProblem,
  here: Linearized,
  hessian: Vector,
  weights: Vector,
  bounds: FlatBounds,
  { sizes }: Evidence,
): PricedStep | "indefinite" {
  const model = modelAt(problem, here, hessian, bounds);
  const exact = solveModel(model);
  if (exact === "indefinite") return exact;
  if (exact !== "infeasible") return { ...exact, weights: raised(weights, exact.multipliers) };

  const { constraints } = problem;
  const scales = constraintSizes(here, constraints, sizes);
  const violations = constraints.violations(here.c);
  const total = (v: Vector): number => relative(v, scales).reduce((sum, x) => sum + x, 0);
  const price = maxAbs(here.gradient.map((g, j) => g * sizes[j])) || Math.abs(here.value) || 1;
  let prices = weights.map((w, i) => Math.max(w, (10 * price) / (scales[i] || violations[i] || 1)));
  let best = solveElasticModel(model, prices);
  for (let factor = 100; factor <= limits.dearest && typeof best !== "string"; factor *= 100) {
    if (total(best.slack) <= (1 - limits.gained) * total(violations)) break;
    const dearer = prices.map((w) => 100 * w);
    const other = solveElasticModel(model, dearer);
    if (typeof other === "string" || !(total(other.slack) < (1 - limits.dearer) * total(best.slack))) break;
    [best, prices] = [other, dearer];
  }
  if (typeof best === "string") return "indefinite";
  // The square in the elastic model raises prices by 1 % at most.
  const given = prices.map((w, i) => (violations[i] > 0 ? 1.01 * w : 0));
  const next = raised(weights, best.multipliers).map((w, i) => Math.max(w, given[i]));
  const useless = total(best.slack) > (1 - limits.useless) * total(violations);
  const isFar = maxAbs(relative(violations, scales)) > limits.far;
  const outcome = useless && isFar ? infeasible(constraints, here, scales) : undefined;
  return { ...best, weights: next, outcome };
}

/** Prices that are at least the multipliers, and otherwise half of the way down to them. */
function raised(weights: Vector, multipliers: Vector): Vector {
  return weights.map((w, i) => Math.max(Math.abs(multipliers[i]), (w + Math.abs(multipliers[i])) / 2));
}

/** How much lower the Lagrangian is at the end of a step, if the model is right. */
export function predictedGain(
  problem: ConstrainedProblem,
  { c }: Linearized,
  hessian: Vector,
  step: ModelStep,
): number {
  return curvatureAlong(hessian, step.d) / 2 + priceOfGaps(step.multipliers, c, problem.constraints);
}

/** The slope of the merit function along a step: gᵀd - Σ wᵢ(violationᵢ - slackᵢ). */
export function meritSlope(problem: ConstrainedProblem, here: Linearized, { d, weights, slack }: PricedStep): number {
  return inner(here.gradient, d) - inner(weights, difference(problem.constraints.violations(here.c), slack));
}

/** The merit function, Infinity where the objective or a constraint is not finite. */
export function meritOf(problem: ConstrainedProblem, value: number, c: Vector, weights: Vector): number {
  return Number.isFinite(value) ? value + inner(weights, problem.constraints.violations(c)) : Number.POSITIVE_INFINITY;
}

/** How a price reads in a message. */
export function showSlope(slope: number): string {
  return formatNumber(Math.abs(slope));
}
