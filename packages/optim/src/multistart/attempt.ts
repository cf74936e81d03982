import type { Loss } from "../leastsquares/loss.ts";
import type { LeastSquaresMethod } from "../leastsquares/options.ts";
import { checkConstant } from "../minimize/constant.ts";
import { type IterationOptions, iterationLoop } from "../minimize/iterationloop.ts";
import type { MethodName, MinimizeOptions } from "../minimize/options.ts";
import type { Status } from "../minimize/outcome.ts";
import type { Problem } from "../minimize/problem.ts";
import { flattenBounds } from "../spaces/bounds.ts";
import { decode } from "../trees/jsonencoding.ts";
import type { Runnable } from "./objectives.ts";

/** The task to minimize from one start. It is plain data, so that it can be sent to another thread. */
export interface Attempt extends Omit<IterationOptions, "signal" | "history"> {
  readonly index: number;
  /** The start, as a flat vector. */
  readonly x: readonly number[];
  readonly method: MethodName | LeastSquaresMethod;
  /** Of residuals. */
  readonly loss?: Loss | undefined;
  readonly lossScale?: number | undefined;
  /** Encoded by `encode`; absent without bounds. */
  readonly bounds?: unknown;
}

/** A task for another thread: names the objective by module and export, and contains the tree of its parameters. */
export interface StartTask extends Attempt {
  /** URL of a module. */
  readonly module: string;
  /** The name of the export. */
  readonly name: string;
  /** Encoded by `encode`; absent for tags. */
  readonly start?: unknown;
  /** For tags: the name of the export that has them, and their paths. */
  readonly params?: string | undefined;
  readonly paths?: readonly string[] | undefined;
  /** Shared memory: the task should end soon when its first number is 1. */
  readonly stop?: SharedArrayBuffer | undefined;
}

/** The end of the minimization from one start. */
export interface StartReport {
  readonly index: number;
  /** As of `minimize`, or "failed" where the objective threw. */
  readonly status: Status | "failed";
  readonly message: string;
  /** The point where it ended, as a flat vector. */
  readonly x: readonly number[];
  readonly value: number;
  readonly gradient: readonly number[];
  readonly iterations: number;
  readonly evaluations: number;
  readonly gradientEvaluations: number;
  readonly hessianEvaluations: number;
}

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
