import type { Layout, Present } from "../spaces/space.ts";
import { checkConstant } from "./constant.ts";
import { type LoopEnd, pausingLoop } from "./iterationloop.ts";
import type { IterationOptions } from "./iterationoptions.ts";
import type { Method, MethodOptions } from "./method.ts";
import type { Iteration, OptimizeResult } from "./options.ts";
import { isSuccess, noParameters } from "./outcome.ts";
import { answered, Pause } from "./pause.ts";
import type { Point, Problem } from "./problem.ts";
import { type LoopState, type MinimizeState, saveState } from "./savedstate.ts";

/** The options of the loop and of the method. */
export interface ReportedOptions extends IterationOptions, MethodOptions {
  readonly onIteration?: ((iteration: Iteration<never>) => unknown) | undefined;
}

/** A result, and its point as a flat vector. */
export interface ReportedEnd {
  readonly point: Point;
  /** The last state of the method. */
  readonly state: unknown;
  readonly result: OptimizeResult<unknown, unknown>;
}

/**
 * Runs the iteration loop and reports iterations and result in the form of the user's parameters. It leaves the parameters at the
 * best point, also when the consumer ends its own loop early.
 *
 * @param name - the name of the method, for saved states
 */
export function* reportedLoop<P extends Problem>(
  layout: Layout<unknown, unknown>,
  problem: P,
  method: Method<unknown, P>,
  name: string,
  { onIteration, ...options }: ReportedOptions,
  resumed?: LoopState,
): Generator<Iteration<unknown> | Pause, ReportedEnd, void> {
  const trainable = layout.present?.trainable();
  const varies = trainable?.some((t) => t) ?? true;
  const hasChanged = (): boolean => `${trainable}` !== `${layout.present?.trainable()}`;
  const limits = varies ? options : { ...options, maxIterations: 0 };
  const steps = pausingLoop(problem, layout, method, limits, resumed);
  let suspended = false;
  let step = steps.next();
  try {
    while (!step.done) {
      if (step.value instanceof Pause) {
        suspended = true;
        yield step.value;
        suspended = false;
        step = steps.next();
        continue;
      }
      const { progress, point, saved } = step.value;
      const iteration = {
        ...progress,
        get params(): unknown {
          return layout.at(point.x);
        },
        get state(): MinimizeState {
          return saveState(name, saved);
        },
      };
      const answer = onIteration?.(iteration as Iteration<never>);
      suspended = true;
      yield iteration;
      suspended = false;
      step = steps.next(hasChanged() ? false : answer);
    }
  } finally {
    // The consumer left its loop, so that this generator will not be resumed.
    if (suspended && problem.best !== undefined) layout.finish(problem.best.x);
  }
  const last = step.value;
  const end = varies
    ? yield* answered(problem, () => checkConstant(problem, last, options.bounds))
    : { ...last, outcome: noParameters };
  const params = layout.finish(end.point.x);
  const { point, outcome, iterations, history } = hasChanged()
    ? yield* answered(problem, () => changedEnd(problem, layout, end))
    : end;
  const result = {
    params,
    value: point.value,
    gradient: layout.gradient(point.gradient),
    iterations,
    evaluations: problem.evaluations,
    gradientEvaluations: problem.gradientEvaluations,
    hessianEvaluations: problem.hessianEvaluations,
    success: isSuccess(outcome.status),
    status: outcome.status,
    message: outcome.message,
    history,
    constraints: [],
    violation: 0,
  };
  return { point, result, state: end.state };
}

/**
 * The end after parameters were frozen or thawed in the middle. A frozen parameter is not written and so has its old value; the
 * value and the gradient are those at the values that the parameters have now.
 */
function changedEnd(problem: Problem, { present }: Layout<unknown, unknown>, end: LoopEnd): LoopEnd {
  problem.maxEvaluations = Number.POSITIVE_INFINITY;
  const point = problem.evaluate((present as Present).values());
  const message =
    "parameters were frozen or thawed in the middle, which ends a minimization: begin another one with the new set";
  return { ...end, point, outcome: { status: "stopped", message } };
}
