import type { MethodOptions, Step } from "../minimize/method.ts";
import { type FlatBounds, noBounds } from "../spaces/flatbounds.ts";
import { difference, norm, type Vector } from "../spaces/vector.ts";
import type { ConstrainedMethod } from "./constrainedmethod.ts";
import type { ConstrainedPoint, ConstrainedProblem, Linearized } from "./constrainedproblem.ts";
import { dampedUpdate, scaledDiagonal } from "./dampedbfgs.ts";
import { searchMerit } from "./meritsearch.ts";
import { type Evidence, lagrangianGradient, optimal, residualsAt } from "./optimality.ts";
import { besideSaddle } from "./saddle.ts";
import { reach, variableSizes } from "./sizes.ts";
import { noLowerMerit } from "./sqpfailure.ts";
import { type PricedStep, predictedGain, stepFrom } from "./sqpstep.ts";

interface State {
  readonly here: Linearized;
  /** The approximate Hessian of the Lagrangian, n·n. */
  readonly hessian: Vector;
  /** Whether it is a multiple of the identity. */
  readonly fresh: boolean;
  /** The prices of violations in the merit function. */
  readonly weights: Vector;
  /** The next step, to the minimum of the quadratic model at this point. */
  readonly next: PricedStep;
  readonly evidence: Evidence;
  /** Where the run began. */
  readonly start: Vector;
}

/**
 * Sequential quadratic programming: each step leads to the minimum of a quadratic model of the Lagrangian within the linearized
 * constraints, and is shortened until the merit function falls enough:
 *
 *     φ(x) = f(x) + Σ wᵢ·violationᵢ(x)
 *
 * The price wᵢ of each constraint follows its multiplier, so that its unit does not matter. A step that the merit function refuses is
 * corrected once for the curvature of the constraints. Linearizations that contradict each other are satisfied as well as possible,
 * at a price that rises until more does not help.
 *
 * Source: Powell, "A fast algorithm for nonlinearly constrained optimization calculations" (1978); Nocedal & Wright, Numerical
 * Optimization, 2nd ed. (2006), algorithm 18.3 and section 18.3; the prices are steered as by Byrd, Nocedal & Waltz, "Steering exact
 * penalty methods for nonlinear programming", Optimization Methods and Software 23 (2008).
 */
export const sequentialQuadratic: ConstrainedMethod<State> = {
  derivatives: true,
  begin: (problem, start, { bounds, tolerance, xScale }) => {
    const here = problem.linearize(start as ConstrainedPoint);
    if (here === undefined) {
      const message = "the Jacobian of the constraints is not finite at the start";
      return { state: undefined as never, outcome: { status: "nonFinite", message } };
    }
    const within = bounds ?? noBounds(here.x.length);
    const sizes = xScale ?? variableSizes(here, problem.constraints, within);
    const evidence = { first: here.value, last: Number.POSITIVE_INFINITY, steepest: 0, sizes };
    return sequentialFrom(problem, here, evidence, here.x, { bounds, tolerance });
  },
  advance: (problem, state, { bounds, tolerance }: MethodOptions) => {
    const within = bounds ?? noBounds(state.here.x.length);
    const { here, evidence } = state;
    let { hessian, fresh, next } = state;
    for (;;) {
      const there = searchMerit(problem, here, next, hessian, within);
      if (there !== undefined) {
        const slopeAt = ({ gradient, rows }: Linearized): Vector =>
          lagrangianGradient(gradient, rows, next.multipliers);
        const [s, y] = [difference(there.x, here.x), difference(slopeAt(there), slopeAt(here))];
        const updated = dampedUpdate(hessian, s, y, fresh, evidence.sizes);
        const known = { ...state, hessian: updated, fresh: fresh && updated === hessian, weights: next.weights };
        return arrived(problem, there, known, bounds, tolerance);
      }
      if (fresh) return { state, outcome: noLowerMerit(problem, here, next, within, evidence) };
      hessian = firstHessian(here, problem, within, evidence);
      fresh = true;
      const step = stepFrom(problem, here, hessian, state.weights, within, evidence);
      if (typeof step === "string") return { state, outcome: noLowerMerit(problem, here, next, within, evidence) };
      next = step;
    }
  },
};

/**
 * The state at the first point of this method.
 *
 * @param start - where the run began, maybe by another method
 */
export function sequentialFrom(
  problem: ConstrainedProblem,
  here: Linearized,
  evidence: Evidence,
  start: Vector,
  { bounds, tolerance }: MethodOptions,
): Step<State> {
  const weights = new Float64Array(problem.constraints.size);
  const hessian = firstHessian(here, problem, bounds ?? noBounds(here.x.length), evidence);
  return arrived(problem, here, { hessian, fresh: true, weights, evidence, start }, bounds, tolerance);
}

/** The state at a point, with the step that leads on, unless it is the last point. */
function arrived(
  problem: ConstrainedProblem,
  here: Linearized,
  known: Omit<State, "here" | "next">,
  bounds: FlatBounds | undefined,
  tolerance: number | undefined,
): Step<State> {
  const within = bounds ?? noBounds(here.x.length);
  problem.prefer(here);
  let { hessian, fresh } = known;
  let next = stepFrom(problem, here, hessian, known.weights, within, known.evidence);
  if (next === "indefinite") {
    hessian = firstHessian(here, problem, within, known.evidence);
    fresh = true;
    next = stepFrom(problem, here, hessian, known.weights, within, known.evidence);
  }
  if (typeof next === "string") {
    const message = "the quadratic model has no minimum in floating point";
    return { state: undefined as never, point: here, outcome: { status: "lineSearch", message } };
  }
  const residuals = residualsAt(problem, here, next.multipliers, within, known.evidence);
  const { weights, start } = known;
  const { evidence } = residuals;
  const state = { here, hessian, fresh, weights, next, evidence, start };
  const end = optimal(here, residuals, predictedGain(problem, here, hessian, next), tolerance);
  const beside = end && besideSaddle(problem, here, next.multipliers, within, evidence.sizes, start);
  const there = beside && problem.linearize(beside);
  if (there !== undefined)
    return arrived(
      problem,
      there,
      { ...state, hessian: firstHessian(there, problem, within, evidence), fresh: true },
      bounds,
      tolerance,
    );
  const outcome = next.outcome ?? end;
  return { state, point: here, slope: residuals.slope, outcome };
}

/**
 * A Hessian that is a multiple of the identity where variables are measured in their sizes, for which steepest descent is a tenth as
 * long as a first step without constraints, whose limits may be nearer.
 */
function firstHessian(
  here: Linearized,
  { constraints }: ConstrainedProblem,
  bounds: FlatBounds,
  { sizes }: Evidence,
): Vector {
  const size = norm(sizes) / Math.sqrt(sizes.length);
  const length = reach(here, constraints, bounds) / 10 / size;
  const slope = norm(here.gradient.map((g, j) => g * sizes[j]));
  return scaledDiagonal(sizes, slope / length || Math.abs(here.value) / length / length || 1);
}
