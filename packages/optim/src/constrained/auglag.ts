import type { MethodOptions, Step } from "../minimize/method.ts";
import type { CurvaturePair } from "../minimize/methods/curvaturepairs.ts";
import { boundedBfgs } from "../minimize/methods/lbfgsb.ts";
import { noBounds } from "../spaces/flatbounds.ts";
import { maxAbs } from "../spaces/vector.ts";
import { AugmentedProblem, nextMultipliers, scaledAugmented } from "./augmented.ts";
import {
  type AugmentedState,
  firstPenalties,
  gainLeft,
  hopeless,
  lagrangianTerms,
  limits,
  needsFinish,
  stalled,
} from "./auground.ts";
import type { ConstrainedMethod } from "./constrainedmethod.ts";
import type { ConstrainedPoint, ConstrainedProblem } from "./constrainedproblem.ts";
import { optimal, residualsAt } from "./optimality.ts";
import { relative } from "./relative.ts";
import { besideSaddle } from "./saddle.ts";
import { constraintSizes, variableSizes } from "./sizes.ts";
import { sequentialFrom, sequentialQuadratic } from "./sqp.ts";

/**
 * Augmented Lagrangians: in each round L-BFGS-B minimizes the Lagrangian with a quadratic penalty within the bounds, then the
 * multipliers move to what the penalty pulled with, and penalties rise where limits were not approached. L-BFGS-B works on the variables
 * in relation to their sizes.
 *
 * Its iterations need products of vectors with the constraints' Jacobian only, and no matrix of n² numbers. Where the rounds are slow,
 * or end away from the limits, and n ≤ 500, sequential quadratic programming finishes the run.
 *
 * Source: Conn, Gould & Toint, LANCELOT (1992), algorithm 3.1; Birgin & Martínez, Practical Augmented Lagrangian Methods for
 * Constrained Optimization (2014), algorithm 4.1, whose safeguards these are.
 */
export const augmentedLagrangian: ConstrainedMethod<AugmentedState> = {
  derivatives: true,
  patience: (size) => Math.max(2000, 250 * size),
  begin: (problem, start, options) => {
    const here = problem.linearize(start as ConstrainedPoint);
    if (here === undefined) {
      const message = "the Jacobian of the constraints is not finite at the start";
      return { state: undefined as never, outcome: { status: "nonFinite", message } };
    }
    const { constraints } = problem;
    const bounds = options.bounds ?? noBounds(here.x.length);
    const sizes = options.xScale ?? variableSizes(here, constraints, bounds);
    const multipliers = new Float64Array(constraints.size);
    const evidence = { first: here.value, last: Number.POSITIVE_INFINITY, steepest: 0, sizes };
    const residuals = residualsAt(problem, here, multipliers, bounds, evidence);
    problem.prefer(here);
    const { slope } = residuals;
    const outcome = optimal(here, residuals, Number.POSITIVE_INFINITY, options.tolerance);
    const penalties = firstPenalties(here, problem, sizes);
    const state = roundFrom(
      problem,
      here,
      {
        multipliers,
        penalties,
        gentle: penalties,
        errors: new Float64Array(constraints.size).fill(Number.POSITIVE_INFINITY),
        accuracy: limits.first * maxAbs(here.gradient.map((g, j) => g * sizes[j])),
        evidence: residuals.evidence,
        idle: 0,
        rounds: 0,
        start: here.x,
      },
      options,
    );
    return { state, slope, outcome };
  },
  advance: (problem, state, options) => {
    if (state.finish !== undefined) return finished(state, sequentialQuadratic.advance(problem, state.finish, options));
    if (state.ended === 1) return nextRound(problem, state, options);
    const function_ = new AugmentedProblem(problem, state, state.evidence.sizes, options.bounds);
    const { bounds } = function_;
    const step = boundedBfgs.advance(function_, state.inner, { ...options, bounds, tolerance: state.accuracy });
    const here = (step.point && function_.pointAt(step.point.x)) ?? state.here;
    if (isLost(problem, here, state) && state.penalties.every((rho, i) => rho < limits.highest * state.gentle[i]))
      return restarted(problem, state, options);
    problem.prefer(here);
    problem.multipliers = nextMultipliers(problem, here.c, state);
    const ended = step.outcome === undefined ? 0 : 1;
    const next: AugmentedState = { ...state, here, inner: step.state, ended, steps: state.steps + 1 };
    return step.outcome === undefined && !needsFinish(next, false)
      ? { state: next, point: here, slope: step.slope }
      : nextRound(problem, next, options);
  },
};

/** A step of the finish by sequential quadratic programming. */
function finished(state: AugmentedState, step: ReturnType<typeof sequentialFrom>): Step<AugmentedState> {
  return { ...step, state: { ...state, finish: step.state } };
}

/** Moves the multipliers, raises penalties, and begins another inner minimization, unless the point is a minimum. */
function nextRound(problem: ConstrainedProblem, state: AugmentedState, options: MethodOptions): Step<AugmentedState> {
  const here = problem.linearize(state.here);
  if (here === undefined) {
    const message = "the Jacobian of the constraints is not finite at the end of a round";
    return { state, point: state.here, outcome: { status: "nonFinite", message } };
  }
  const { constraints } = problem;
  const bounds = options.bounds ?? noBounds(here.x.length);
  const { sizes } = state.evidence;
  const multipliers = nextMultipliers(problem, here.c, state);
  const residuals = residualsAt(problem, here, multipliers, bounds, state.evidence);
  const scales = constraintSizes(here, constraints, sizes);
  const idle = here.x === state.from.x ? state.idle + 1 : 0;
  const errors = relative(
    multipliers.map((m, i) => Math.abs(m - state.multipliers[i]) / state.penalties[i]),
    scales,
  );
  const { slope } = residuals;
  const end = optimal(here, residuals, gainLeft(here, multipliers, bounds, problem, state), options.tolerance);
  const beside = end && besideSaddle(problem, here, multipliers, bounds, sizes, state.start);
  const there = beside && problem.linearize(beside);
  if (there !== undefined) {
    const known = { ...state, multipliers, evidence: residuals.evidence };
    return { state: roundFrom(problem, there, known, options), point: there, slope };
  }
  const rounds = state.rounds + 1;
  const lost = hopeless(problem, here, bounds, multipliers, state, scales);
  if (end === undefined && needsFinish({ ...state, idle, rounds }, lost !== undefined)) {
    // The verdict on limits that cannot be reached is checked from the start: too weak a penalty may have led away from them.
    const from = lost === undefined ? here : problem.linearize(problem.evaluate(state.start));
    // A value that has vanished does so beside the same point as its gradient.
    const unknown = { last: Number.POSITIVE_INFINITY, steepest: 0 };
    const evidence = { ...residuals.evidence, ...unknown, first: from?.value ?? 0 };
    if (from !== undefined) return finished(state, sequentialFrom(problem, from, evidence, state.start, options));
  }
  const outcome = end ?? lost ?? stalled(residuals, idle);
  if (outcome !== undefined) return { state, point: state.here, slope, outcome };
  const worse = errors.map((e, i) => (e > limits.small && e > limits.fall * state.errors[i] ? 1 : 0));
  const penalties = state.penalties.map((rho, i) => {
    if (worse[i] === 0 || rho > limits.highest * state.gentle[i]) return rho;
    return limits.rise * rho;
  });
  const terms = maxAbs(lagrangianTerms(here, multipliers).map((t, j) => t * sizes[j]));
  const floor = options.tolerance === undefined ? limits.last * terms : 0.5 * options.tolerance * Math.min(...sizes);
  const accuracy = Math.max(Math.min(state.accuracy, limits.first * terms) / 10, floor);
  const known = { ...state, idle, rounds, multipliers, penalties, errors, accuracy, evidence: residuals.evidence };
  const pairs = worse.every((w) => w === 0) ? state.inner.pairs : [];
  return { state: roundFrom(problem, here, known, options, pairs), point: state.here, slope };
}

/** The state at the beginning of a round. */
function roundFrom(
  problem: ConstrainedProblem,
  here: ConstrainedPoint,
  known: Omit<AugmentedState, "here" | "inner" | "ended" | "from" | "steps" | "finish">,
  { bounds: given, memory }: MethodOptions,
  pairs: readonly CurvaturePair[] = [],
): AugmentedState {
  const { sizes } = known.evidence;
  const function_ = new AugmentedProblem(problem, known, sizes, given);
  const { bounds } = function_;
  const point = { x: here.x.map((xj, j) => xj / sizes[j]), ...scaledAugmented(problem, here, known, sizes) };
  // Without the rows of the Jacobian, which the state does not need.
  const start = { x: here.x, value: here.value, gradient: here.gradient, c: here.c };
  const options = { bounds, memory, tolerance: known.accuracy };
  const { state, outcome } = boundedBfgs.begin(function_, point, options);
  return {
    ...known,
    here: start,
    from: start,
    inner: { ...state, pairs },
    steps: 0,
    ended: outcome === undefined ? 0 : 1,
  };
}

/** Whether the penalty has been too weak to hold an objective that falls without end beyond the limits. */
function isLost(problem: ConstrainedProblem, here: ConstrainedPoint, { from }: AugmentedState): boolean {
  const share = ({ c }: ConstrainedPoint): number =>
    maxAbs(relative(problem.constraints.violations(c), problem.scales));
  return share(here) > limits.lost * (1 + share(from));
}

/** The same round again, with higher penalties. */
function restarted(problem: ConstrainedProblem, state: AugmentedState, options: MethodOptions): Step<AugmentedState> {
  const penalties = state.penalties.map((rho) => limits.rise * limits.rise * rho);
  return { state: roundFrom(problem, state.from, { ...state, penalties }, options), point: state.from };
}
