import { quasiNewtonStep } from "../minimize/methods/curvaturepairs.ts";
import type { boundedBfgs } from "../minimize/methods/lbfgsb.ts";
import { formatNumber, type Outcome } from "../minimize/outcome.ts";
import { type FlatBounds, projectedGradient } from "../spaces/flatbounds.ts";
import { inner, maxAbs, type Vector } from "../spaces/vector.ts";
import type { Prices } from "./augmented.ts";
import type { ConstrainedPoint, ConstrainedProblem, Linearized } from "./constrainedproblem.ts";
import {
  type Evidence,
  infeasible,
  isContradiction,
  isNearlyOptimal,
  lagrangianGradient,
  priceOfGaps,
  type Residuals,
} from "./optimality.ts";
import { relative } from "./relative.ts";
import { constraintSizes } from "./sizes.ts";
import type { sequentialQuadratic } from "./sqp.ts";

/** The state of the inner minimization by L-BFGS-B. */
type Inner = Parameters<typeof boundedBfgs.advance>[1];

/** What augmented Lagrangians keep from one inner iteration to the next. */
export interface AugmentedState extends Prices {
  readonly here: ConstrainedPoint;
  readonly inner: Inner;
  /** 1 where the inner minimization has ended, else 0. */
  readonly ended: 0 | 1;
  /** Where no entry of the gradient exceeds this, it ends. */
  readonly accuracy: number;
  /** How far each value was from its limits and from complementarity, relative to its size. */
  readonly errors: Vector;
  readonly evidence: Evidence;
  /** The penalties at the start. */
  readonly gentle: Vector;
  /** How many rounds in a row have not moved. */
  readonly idle: number;
  /** How many rounds there were, and how many steps the current one took. */
  readonly rounds: number;
  readonly steps: number;
  /** Once the rounds go on too slowly: the state of the finish by sequential quadratic programming. */
  readonly finish?: Parameters<typeof sequentialQuadratic.advance>[1] | undefined;
  /** Where the round began. */
  readonly from: ConstrainedPoint;
  /** Where the run began. */
  readonly start: Vector;
}

/** All relative. */
export const limits = {
  /** The first penalties: the objective's change over the sizes of the variables, times this, for violations as large as a constraint. */
  penalty: 50,
  /** By which a penalty rises where its error has not fallen to a quarter. */
  rise: 10,
  fall: 0.25,
  /** Of an error that needs no higher penalty. */
  small: 1e-9,
  /** Of a penalty to the first one, where it says that limits cannot be reached, and where it stays. */
  high: 1e4,
  highest: 1e12,
  /** Of a violation that is not nearly none. */
  far: 1e-5,
  /** Rounds without a step after which no more are tried. */
  idle: 10,
  /** Rounds, and steps in one round over n + 5, from which on the finish takes over; and the most variables for its dense matrices. */
  rounds: 20,
  steps: 5,
  dense: 500,
  /** Of a violation to the size of its constraint, where a round has lost its way. */
  lost: 100,
  /** Of the inner gradient to the terms of the Lagrangian's: in the first round and in the last. */
  first: 1e-2,
  last: 3e-7,
};

/** 50·F/S², with F the change of the objective over the sizes of the variables, and S the size of a constraint. */
export function firstPenalties(here: Linearized, problem: ConstrainedProblem, sizes: Vector): Vector {
  const change = maxAbs(here.gradient.map((g, j) => g * sizes[j])) || Math.abs(here.value) || 1;
  const scales = constraintSizes(here, problem.constraints, sizes);
  return scales.map((s) => (limits.penalty * change) / (s || 1) / (s || 1));
}

/** What is left to gain: along the quasi-Newton step of the Lagrangian, and by the violations. */
export function gainLeft(
  here: Linearized,
  multipliers: Vector,
  bounds: FlatBounds,
  problem: ConstrainedProblem,
  { inner: { pairs }, evidence: { sizes } }: AugmentedState,
): number {
  const residual = projectedGradient(here.x, lagrangianGradient(here.gradient, here.rows, multipliers), bounds);
  const price = priceOfGaps(multipliers, here.c, problem.constraints);
  if (pairs.length === 0) return residual.every((r) => r === 0) ? price : Number.POSITIVE_INFINITY;
  const scaled = residual.map((r, j) => r * sizes[j]);
  return price - inner(scaled, quasiNewtonStep(scaled, pairs)) / 2;
}

/** |∇f| + Σ|λᵢ∇cᵢ|, entry by entry. */
export function lagrangianTerms({ gradient, rows }: Linearized, multipliers: Vector): Vector {
  return gradient.map((g, j) => rows.reduce((sum, row, i) => sum + Math.abs(multipliers[i] * row[j]), Math.abs(g)));
}

/** The outcome where penalties are high and the limits as far away as before. */
export function hopeless(
  problem: ConstrainedProblem,
  here: Linearized,
  bounds: FlatBounds,
  multipliers: Vector,
  { penalties, gentle, errors }: AugmentedState,
  scales: Vector,
): Outcome | undefined {
  const shares = relative(problem.constraints.violations(here.c), scales);
  const worst = shares.indexOf(maxAbs(shares));
  const isFar = shares[worst] > limits.far && penalties[worst] >= limits.high * gentle[worst];
  const isIdle = shares[worst] > limits.fall * errors[worst];
  return isFar && isIdle && isContradiction(here, multipliers, problem.constraints, bounds)
    ? infeasible(problem.constraints, here, scales)
    : undefined;
}

/**
 * Whether sequential quadratic programming must finish the run, and the problem is small enough for it.
 *
 * @param lost - whether the rounds found that the limits cannot be reached
 */
export function needsFinish({ here, idle, rounds, steps }: AugmentedState, lost: boolean): boolean {
  const n = here.x.length;
  if (n > limits.dense) return false;
  return lost || idle >= limits.idle || rounds >= limits.rounds || steps >= limits.steps * (n + 5);
}

/** The outcome after many rounds in which the inner minimization found no lower point. */
export function stalled(residuals: Residuals, idle: number): Outcome | undefined {
  if (idle < limits.idle) return undefined;
  const size = `the largest entry of the Lagrangian's gradient, ${formatNumber(residuals.slope)}, is ${formatNumber(residuals.ratio)} of its terms`;
  if (isNearlyOptimal(residuals)) {
    const message = "no better point can be told apart in floating point";
    return {
      status: "precision",
      message: `${message}: ${size}, and the limits hold to ${formatNumber(residuals.violation)}`,
    };
  }
  const advice = 'check the gradients with checkGrads, or try "sqp"';
  return { status: "lineSearch", message: `no better point was found in ${idle} rounds; ${size}: ${advice}` };
}
