import type { DescentOptions, Method } from "./descent.ts";
import type { Iteration, OptimizeResult } from "./options.ts";
import type { Point, Problem } from "./problem.ts";
import { type RunOptions, run } from "./run.ts";
import { type MinimizeState, type Saved, save } from "./saved.ts";
import type { Layout } from "./space.ts";

/** What a caller may say of a run, besides what a method is told. */
export interface DriveOptions extends RunOptions, DescentOptions {
  readonly onIteration?: ((iteration: Iteration<never>) => unknown) | undefined;
}

/** A result, and the point it is the result of. */
export interface Driven {
  readonly point: Point;
  readonly result: OptimizeResult<unknown, unknown>;
}

/**
 * Runs a method over parameters in the user's form: shows them in every iteration, and leaves them at the best point, also
 * when a loop over the iterations is broken off.
 *
 * @param name - of the method, for its saved states
 */
export function* drive<P extends Problem>(
  layout: Layout<unknown, unknown>,
  problem: P,
  method: Method<unknown, P>,
  name: string,
  { onIteration, ...options }: DriveOptions,
  resumed?: Saved,
): Generator<Iteration<unknown>, Driven, void> {
  const steps = run(problem, layout.start, method, options, resumed);
  let left = false;
  let step = steps.next();
  try {
    while (!step.done) {
      const { progress, point, saved } = step.value;
      const iteration = {
        ...progress,
        params: layout.at(point.x),
        get state(): MinimizeState {
          return save(name, saved);
        },
      };
      const answer = onIteration?.(iteration as Iteration<never>);
      left = true;
      yield iteration;
      left = false;
      step = steps.next(answer);
    }
  } finally {
    // A loop over the iterations that is broken off is an end as well.
    if (left && problem.best !== undefined) layout.finish(problem.best.x);
  }
  const { point, outcome, iterations, history } = step.value;
  const result = {
    params: layout.finish(point.x),
    value: point.value,
    gradient: layout.gradient(point.gradient),
    iterations,
    evaluations: problem.evaluations,
    gradientEvaluations: problem.gradientEvaluations,
    hessianEvaluations: problem.hessianEvaluations,
    success: outcome.status === "converged",
    status: outcome.status,
    message: outcome.message,
    history,
  };
  return { point, result };
}
