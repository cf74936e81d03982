import type { Layout } from "../spaces/space.ts";
import { distance, maxAbs } from "../spaces/vector.ts";
import type { LoopOptions } from "./iterationoptions.ts";
import type { Method, MethodOptions, Step } from "./method.ts";
import { isSuccess, noParameters, type Outcome } from "./outcome.ts";
import { answered, type Pause } from "./pause.ts";
import type { Point, Problem } from "./problem.ts";
import type { LoopState } from "./savedstate.ts";
import { begun, evaluationLimit, explain, limitReached, unbegun, withinLimit } from "./stops.ts";
import {
  askLater,
  continued,
  fallsTowardsZero,
  fallsWithoutEnd,
  hasFallen,
  hasUnderflowed,
  outset,
  vanishing,
} from "./withoutend.ts";

/**
 * The progress of a minimization after an iteration; iteration 0 is the start. All methods report the same fields, all finite numbers, so
 * that a history is a table to plot: any of them against `iteration` or `evaluations`.
 */
export interface Progress {
  readonly iteration: number;
  /** The objective; of a fit, half the sum of squares. */
  readonly value: number;
  /** The lowest value so far. */
  readonly best: number;
  /**
   * What vanishes at a minimum: the largest absolute entry of the gradient; with bounds, of the projected gradient; of "nelder-mead",
   * the relative size of the simplex.
   */
  readonly gradientNorm: number;
  /** The largest violation of a constraint in relation to its size; 0 without constraints. */
  readonly violation: number;
  /** The length of the step that led here; 0 at the start. */
  readonly stepNorm: number;
  /** Evaluations of the objective so far. */
  readonly evaluations: number;
  /** Evaluations of its gradient, or of a Jacobian, so far. */
  readonly gradientEvaluations: number;
}

/** The end of the loop. */
export interface LoopEnd {
  /** The lowest point that was evaluated. */
  readonly point: Point;
  readonly outcome: Outcome;
  readonly iterations: number;
  readonly history: readonly Progress[];
  /** The last state of the method; absent if it had none. */
  readonly state?: unknown;
}

/** The point after an iteration. */
export interface LoopIteration {
  readonly progress: Progress;
  readonly point: Point;
  readonly saved: LoopState;
}

/**
 * {@link pausingLoop} of an objective that answers at once, so that there are no pauses.
 */
export const iterationLoop = pausingLoop as <P extends Problem>(
  ...args: Parameters<typeof pausingLoop<P>>
) => Generator<LoopIteration, LoopEnd, unknown>;

/**
 * Iterates a method from a start to its end. Yields after each iteration; the consumer answers `false` to stop. Yields as well where an
 * answer of the objective is awaited; the consumer resumes it when the answer is there.
 *
 * @param resumed - a saved state to continue from, instead of the start
 * @throws the errors of the objective at the start, and its errors elsewhere unless they mean that a point is outside its domain
 */
export function* pausingLoop<P extends Problem>(
  problem: P,
  { size: variables, start }: Pick<Layout<unknown, unknown>, "size" | "start">,
  method: Method<unknown, P>,
  options: LoopOptions & MethodOptions,
  resumed?: LoopState,
): Generator<LoopIteration | Pause, LoopEnd, unknown> {
  const { maxIterations = method.patience?.(variables) ?? 1000, history: keep = false, bounds } = options;
  const history: Progress[] = [];
  problem.maxEvaluations = options.maxEvaluations ?? method.evaluationLimit?.(variables) ?? Number.POSITIVE_INFINITY;
  const deadline = options.timeLimit === undefined ? Number.POSITIVE_INFINITY : performance.now() + options.timeLimit;
  let iterations = 0;
  let here: Point;
  let way = outset;
  let step: Step<unknown> = { state: undefined };
  const size = (): number => step.slope ?? maxAbs(here.gradient);
  const reached = (): Outcome | undefined => limitReached(iterations, maxIterations, options.signal, deadline, size());
  /** Why there are no more evaluations. */
  const limit = (): Outcome => (options.signal?.aborted ? reached() : undefined) ?? evaluationLimit(problem, size());
  const note = (): Progress => {
    const entry = {
      iteration: iterations,
      value: here.value,
      best: Math.min(here.value, problem.best?.value ?? here.value),
      gradientNorm: size(),
      violation: problem.violationAt(here),
      stepNorm: way.stepNorm,
      evaluations: problem.evaluations,
      gradientEvaluations: problem.gradientEvaluations,
    };
    if (keep) history.push(entry);
    return entry;
  };
  const end = (outcome: Outcome): LoopEnd => {
    const { best } = problem;
    const point = best !== undefined && !(best.value >= here.value) ? best : here;
    return { point, outcome: explain(problem, outcome), iterations, history, state: step.state };
  };
  const falls = (): boolean | undefined => withinLimit(() => fallsTowardsZero(problem, here, way, bounds));
  /** The end by the method's own word, unless what looks like a minimum of 0 is none. */
  const endBy = function* (outcome: Outcome): Generator<Pause, LoopEnd, unknown> {
    const { point, ...others } = end(outcome);
    if (!isSuccess(outcome.status)) return { point, ...others };
    const underflow = (): boolean => hasUnderflowed(problem, point, start(), bounds);
    const endless = (): boolean | undefined => (hasFallen(here, way, true) && falls()) || withinLimit(underflow);
    return (yield* answered(problem, endless)) ? { ...end(vanishing(point.value)), point } : { point, ...others };
  };

  if (resumed !== undefined) {
    ({ here, iterations } = resumed);
    problem.restore(resumed);
    // Another tolerance may ask for more than what was reached.
    const { outcome, tolerance } = resumed.reached ?? {};
    step = { state: resumed.state, outcome: tolerance === options.tolerance ? outcome : undefined };
  } else {
    here = yield* answered(problem, () => begun(problem, start, bounds));
    if (variables === 0) return end(noParameters);
    if (!Number.isFinite(here.value)) {
      note();
      return end({ status: "nonFinite", message: "the value or the gradient is not finite at the start" });
    }
    // The first step is kept in no other place, so that its memory is free after the second.
    step = (yield* answered(problem, () => withinLimit(() => method.begin(problem, here, options)))) ?? {
      state: undefined,
      outcome: unbegun,
    };
    if (step.outcome === unbegun) {
      note();
      return end(limit());
    }
    here = step.point ?? here;
    note();
  }
  way = { ...way, first: problem.firstValue };
  for (;;) {
    const outcome = reached();
    if (outcome !== undefined) return end(outcome);
    if (step.outcome !== undefined) return yield* endBy(step.outcome);
    const next = yield* answered(problem, () => withinLimit(() => method.advance(problem, step.state, options)));
    if (next === undefined) return end(limit());
    step = next;
    if (step.point === undefined) return yield* endBy(step.outcome as Outcome);
    const stepNorm = distance(step.point.x, here.x);
    here = step.point;
    iterations++;
    way = continued(way, here, size(), stepNorm);
    const answer: unknown = yield {
      progress: note(),
      point: here,
      saved: {
        ...problem.counts,
        here,
        iterations,
        state: step.state,
        ...(step.outcome && { reached: { outcome: step.outcome, tolerance: options.tolerance } }),
      },
    };
    const endless = fallsWithoutEnd(here, way);
    if (endless !== undefined) return end(endless);
    if (hasFallen(here, way, false)) {
      if (yield* answered(problem, falls)) return end(vanishing(here.value));
      way = askLater(way);
    }
    if (step.outcome !== undefined) return yield* endBy(step.outcome);
    if (answer === false) return end({ status: "stopped", message: "onIteration returned false" });
  }
}
