import { formatNumber, type Outcome, success } from "../minimize/outcome.ts";
import { type FlatBounds, projectedGradient } from "../spaces/flatbounds.ts";
import { addScaled, maxAbs, type Vector } from "../spaces/vector.ts";
import type { ConstrainedProblem, Linearized } from "./constrainedproblem.ts";
import type { ConstraintSet } from "./constraintset.ts";
import { relative } from "./relative.ts";
import { constraintSizes } from "./sizes.ts";

/** All relative, so that no criterion depends on the units of the objective, the parameters or a constraint. */
const limits = {
  /** Of the gradient of the Lagrangian, relative to its terms: at a minimum, and where rounding may be the reason for more. */
  stationary: 1e-6,
  nearly: 1e-4,
  /** Of the decrease that is expected next, relative to the value. */
  expected: 1e-9,
  exact: 1e-4 * Number.EPSILON,
  /** Of the multipliers times the gaps between values and their limits, relative to the value or its gradient. */
  gaps: 1e-8,
  /** Of the last change of the value. */
  last: 1e-6,
  /** Of the value relative to the first one, if it vanishes; and the least exponent α with f/f₀ = (g/G)^α. */
  vanishing: 1e-12,
  exponent: 1.25,
  /** Of a violation that is named. */
  violated: 1e-8,
  /** Of a combination of the constraints' gradients, relative to its terms, where it vanishes. */
  stuck: 1e-5,
};

/** What the criteria know of the run. */
export interface Evidence {
  readonly first: number;
  /** The value at the last point. */
  readonly last: number;
  /** The largest gradient of the objective so far, times the sizes of the variables. */
  readonly steepest: number;
  /** The sizes of the variables. */
  readonly sizes: Vector;
}

/** How far a point is from the conditions of Karush, Kuhn and Tucker. */
export interface Residuals {
  /** max |∇f - Σλᵢ∇cᵢ|, projected on the bounds. */
  readonly slope: number;
  /** The same, in relation to its terms: those at this point, and the largest gradient of the objective in the run. */
  readonly ratio: number;
  /** The largest violation in relation to the size of its constraint. */
  readonly violation: number;
  /** Whether that counts as none. */
  readonly feasible: boolean;
  /** Σ |λᵢ| times the distance of each value from its limit. */
  readonly gaps: number;
  /** Of the value, since the last point. */
  readonly decrease: number;
  readonly evidence: Evidence;
}

/** ∇f - Σλᵢ∇cᵢ */
export function lagrangianGradient(gradient: Vector, rows: readonly Vector[], multipliers: Vector): Vector {
  const total = gradient.slice();
  for (const [i, row] of rows.entries()) if (multipliers[i] !== 0) addScaled(total, -multipliers[i], row);
  return total;
}

/** The residuals at a point with its multipliers, which the problem keeps for its report. */
export function residualsAt(
  problem: ConstrainedProblem,
  here: Linearized,
  multipliers: Vector,
  bounds: FlatBounds,
  { first, last, steepest, sizes }: Evidence,
): Residuals {
  const { x, gradient, rows, c } = here;
  const residual = projectedGradient(x, lagrangianGradient(gradient, rows, multipliers), bounds);
  // A variable that has outgrown its start counts with what it is now.
  const scale = (v: Vector): number => maxAbs(v.map((vi, j) => vi * Math.max(sizes[j], Math.abs(x[j]))));
  const most = Math.max(steepest, scale(gradient));
  const terms = gradient.map(Math.abs);
  for (const [i, row] of rows.entries()) addScaled(terms, Math.abs(multipliers[i]), row.map(Math.abs));
  problem.multipliers = multipliers;
  problem.scales = constraintSizes(here, problem.constraints, sizes);
  const violation = problem.violationAt(here);
  return {
    slope: maxAbs(residual),
    ratio: scale(residual) / Math.max(most, scale(terms)) || 0,
    violation,
    feasible: violation <= problem.feasibility,
    gaps: priceOfGaps(multipliers, c, problem.constraints),
    decrease: last - here.value,
    evidence: { first, last: here.value, steepest: most, sizes },
  };
}

/** Whether rounding may be all that parts a point from a minimum. */
export function isNearlyOptimal(residuals: Residuals): boolean {
  return residuals.feasible && residuals.ratio <= limits.nearly && hasSmallGaps(residuals);
}

/** Whether every multiplier belongs to a limit that is reached. */
function hasSmallGaps({ gaps, evidence }: Residuals): boolean {
  return gaps <= limits.gaps * Math.max(Math.abs(evidence.last), evidence.steepest);
}

/**
 * The outcome where the limits hold and the gradient of the Lagrangian is small: with a tolerance, at most that; without,
 * 10⁻⁶ of the largest terms that it had, with little left to gain in relation to the value, or the value itself has vanished.
 *
 * @param gain - what the next step lowers the Lagrangian by, if the model is right
 */
export function optimal(
  here: Linearized,
  residuals: Residuals,
  gain: number,
  tolerance: number | undefined,
): Outcome | undefined {
  const { slope, ratio, violation, feasible, decrease, evidence } = residuals;
  const size = Math.abs(here.value);
  if (!feasible || !hasSmallGaps(residuals)) return undefined;
  const held = `the limits hold to ${formatNumber(violation)} of their sizes`;
  const entry = `the largest entry of the Lagrangian's gradient, ${formatNumber(slope)},`;
  if (tolerance !== undefined || slope === 0) {
    const most = tolerance ?? 0;
    return slope <= most ? success(`${entry} is at most ${formatNumber(most)}, and ${held}`) : undefined;
  }
  if (ratio > limits.stationary) return undefined;
  // After a step to the very minimum, as of a quadratic function, the last decrease was large and none is left.
  const isExact = gain <= limits.exact * size;
  const isSmall = isExact || (gain <= limits.expected * size && Math.abs(decrease) <= limits.last * size);
  const hasVanished =
    evidence.first !== 0 && size <= Math.min(limits.vanishing, ratio ** limits.exponent) * Math.abs(evidence.first);
  if (!isSmall && !hasVanished) return undefined;
  const expected = `a further decrease of ${formatNumber(gain)} is expected`;
  return success(`${entry} is ${formatNumber(ratio)} of its terms, ${expected}, and ${held}`);
}

/** The outcome where the constraints cannot be satisfied nearby, with the name of the one that is violated most. */
export function infeasible(constraints: ConstraintSet, { c }: Linearized, sizes: Vector): Outcome {
  const violations = constraints.violations(c);
  const shares = relative(violations, sizes);
  const worst = shares.indexOf(maxAbs(shares));
  const message = `no point nearby satisfies all constraints: ${constraints.nameOf(worst)} is ${formatNumber(c[worst])}`;
  const limit = c[worst] < constraints.lower[worst] ? constraints.lower[worst] : constraints.upper[worst];
  const others = shares.filter((share) => share > limits.violated).length - 1;
  const more = others > 0 ? ` and ${others} other limit${others > 1 ? "s are" : " is"} violated` : "";
  const advice = "Loosen the limits, or start elsewhere";
  return { status: "infeasible", message: `${message}, its limit ${formatNumber(limit)}${more}. ${advice}` };
}

/**
 * Whether multipliers prove that the linearized limits contradict each other: Σ λᵢ∇cᵢ, projected on the bounds, vanishes beside its
 * terms, while Σ λᵢ(limitᵢ - cᵢ) is positive. By Farkas' lemma no step then satisfies them all.
 */
export function isContradiction(
  { x, c, rows }: Linearized,
  multipliers: Vector,
  { lower, upper }: ConstraintSet,
  bounds: FlatBounds,
): boolean {
  const total = new Float64Array(x.length);
  const terms = new Float64Array(x.length);
  let promised = 0;
  for (const [i, row] of rows.entries()) {
    const m = multipliers[i];
    if (m === 0) continue;
    addScaled(total, -m, row);
    addScaled(terms, Math.abs(m), row.map(Math.abs));
    promised += m * ((m > 0 ? lower[i] : upper[i]) - c[i]);
  }
  return promised > 0 && maxAbs(projectedGradient(x, total, bounds)) <= limits.stuck * maxAbs(terms);
}

/** Σ |λᵢ| times the distance of each value from the limit to which its multiplier belongs. */
export function priceOfGaps(multipliers: Vector, c: Vector, { lower, upper }: ConstraintSet): number {
  return multipliers.reduce((sum, m, i) => {
    if (m === 0) return sum;
    return sum + Math.abs(m) * Math.abs(c[i] - (m > 0 ? lower[i] : upper[i]));
  }, 0);
}
