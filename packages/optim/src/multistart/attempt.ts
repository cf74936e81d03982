import { checkConstant } from "../minimize/constant.ts";
import { iterationLoop } from "../minimize/iterationloop.ts";
import type { Point } from "../minimize/problem.ts";
import { type Begun, inUnits, inVariables, type Runnable } from "./objectives.ts";
import type { Attempt, StartReport } from "./taskdata.ts";

/**
 * Minimizes from one start, and yields after every iteration. An error becomes a report with the status "failed", so that the
 * results of other starts are not lost.
 */
export function* attempt(
  runnable: Runnable,
  task: Attempt,
  signal?: Pick<AbortSignal, "aborted">,
): Generator<undefined, StartReport> {
  if (signal?.aborted) return reportWithoutRun(task, "aborted", "aborted by its signal before it began");
  let begun: Begun | undefined;
  let iterations = 0;
  const report = (status: StartReport["status"], message: string, point: Point): StartReport => {
    const { problem, units } = begun ?? {};
    return {
      index: task.index,
      status,
      message,
      x: inVariables(point.x, units),
      value: point.value,
      gradient: [...inUnits(point.gradient, units)],
      iterations,
      evaluations: problem?.evaluations ?? 0,
      gradientEvaluations: problem?.gradientEvaluations ?? 0,
      hessianEvaluations: problem?.hessianEvaluations ?? 0,
    };
  };
  try {
    begun = runnable.begin(task);
    const { problem, method, options, units } = begun;
    const { bounds: _bounds, xScale: _xScale, simplex: _simplex, ...others } = task;
    const steps = iterationLoop(problem, { size: task.x.length, start: () => inUnits(task.x, units) }, method, {
      ...others,
      ...options,
      signal,
    });
    let step = steps.next();
    while (!step.done) {
      iterations = step.value.progress.iteration;
      yield;
      step = steps.next();
    }
    const { point, outcome } = checkConstant(problem, step.value);
    return report(outcome.status, outcome.message, point);
  } catch (error) {
    const best = begun?.problem.best;
    if (best === undefined) {
      const nowhere = { x: Float64Array.from(task.x), value: Number.POSITIVE_INFINITY, gradient: new Float64Array(0) };
      return { ...report("failed", messageOf(error), nowhere), x: task.x, gradient: task.x.map(() => Number.NaN) };
    }
    return report("failed", messageOf(error), best);
  }
}

/** The report of a start that was not run, or not to its end. */
export function reportWithoutRun({ index, x }: Attempt, status: StartReport["status"], message: string): StartReport {
  const counts = { iterations: 0, evaluations: 0, gradientEvaluations: 0, hessianEvaluations: 0 };
  return { index, status, message, x, value: Number.POSITIVE_INFINITY, gradient: x.map(() => Number.NaN), ...counts };
}

/** The message of an error, or of any other value that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
