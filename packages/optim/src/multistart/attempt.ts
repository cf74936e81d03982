import { checkConstant } from "../minimize/constant.ts";
import { iterationLoop } from "../minimize/iterationloop.ts";
import type { MinimizeOptions } from "../minimize/options.ts";
import type { Problem } from "../minimize/problem.ts";
import { flattenBounds } from "../spaces/bounds.ts";
import { decode } from "../trees/jsonencoding.ts";
import type { Runnable } from "./objectives.ts";
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
  let problem: Problem | undefined;
  let iterations = 0;
  const counts = (): Pick<StartReport, "evaluations" | "gradientEvaluations" | "hessianEvaluations"> => ({
    evaluations: problem?.evaluations ?? 0,
    gradientEvaluations: problem?.gradientEvaluations ?? 0,
    hessianEvaluations: problem?.hessianEvaluations ?? 0,
  });
  try {
    const bounds = task.bounds === undefined ? undefined : (decode(task.bounds) as MinimizeOptions["bounds"]);
    const begun = runnable.begin(task);
    problem = begun.problem;
    const steps = iterationLoop(problem, Float64Array.from(task.x), begun.method, {
      ...task,
      signal,
      bounds: bounds && flattenBounds(bounds, runnable.layout.parts),
    });
    let step = steps.next();
    while (!step.done) {
      iterations = step.value.progress.iteration;
      yield;
      step = steps.next();
    }
    const { point, outcome } = checkConstant(problem, step.value);
    const { x, value, gradient } = point;
    return { index: task.index, ...outcome, x: [...x], value, gradient: [...gradient], iterations, ...counts() };
  } catch (error) {
    const { x, value, gradient } = problem?.best ?? reportWithoutRun(task, "failed", "");
    const status = "failed";
    return {
      index: task.index,
      status,
      message: messageOf(error),
      x: [...x],
      value,
      gradient: [...gradient],
      iterations,
      ...counts(),
    };
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
