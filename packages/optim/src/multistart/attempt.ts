import { boxOf } from "../bounds.ts";
import type { Status } from "../descent.ts";
import { methodFor } from "../methods.ts";
import type { MethodName, MinimizeOptions } from "../options.ts";
import { Problem } from "../problem.ts";
import { type RunOptions, run } from "../run.ts";
import { decode } from "../saved.ts";
import type { Space } from "../space.ts";

/** What an attempt is told, all of it data that travels between threads. */
export interface Attempt extends Omit<RunOptions, "signal" | "history"> {
  readonly index: number;
  /** Where to begin: a flat vector. */
  readonly x: readonly number[];
  readonly method: MethodName;
  /** As `encode` writes them; absent without bounds. */
  readonly bounds?: unknown;
}

/** An attempt for another thread: the objective by module and export, and the tree that it is a function of. */
export interface StartTask extends Attempt {
  /** URL of a module. */
  readonly module: string;
  /** Of its export. */
  readonly name: string;
  /** As `encode` writes it. */
  readonly start: unknown;
  /** Shared memory: once its first number is 1, the task is to end soon. */
  readonly stop?: SharedArrayBuffer | undefined;
}

/** What became of one start. */
export interface StartReport {
  readonly index: number;
  /** As of `minimize`, or "failed" where the objective threw. */
  readonly status: Status | "failed";
  readonly message: string;
  /** Where it ended: a flat vector. */
  readonly x: readonly number[];
  readonly value: number;
  readonly gradient: readonly number[];
  readonly iterations: number;
  readonly evaluations: number;
  readonly gradientEvaluations: number;
  readonly hessianEvaluations: number;
}

/**
 * Minimizes from one start, with a stop after every iteration. An error becomes a report like others: it must not lose what
 * other starts have found.
 */
export function* attempt(
  space: Space<unknown, unknown>,
  task: Attempt,
  signal?: Pick<AbortSignal, "aborted">,
): Generator<undefined, StartReport> {
  if (signal?.aborted) return unrun(task, "aborted", "aborted by its signal before it began");
  let problem: Problem | undefined;
  let iterations = 0;
  const counts = (): Pick<StartReport, "evaluations" | "gradientEvaluations" | "hessianEvaluations"> => ({
    evaluations: problem?.evaluations ?? 0,
    gradientEvaluations: problem?.gradientEvaluations ?? 0,
    hessianEvaluations: problem?.hessianEvaluations ?? 0,
  });
  try {
    const bounds = task.bounds === undefined ? undefined : (decode(task.bounds) as MinimizeOptions["bounds"]);
    const method = methodFor(task.method, space, bounds !== undefined);
    problem = new Problem(method.derivatives ? space.objective : space.valueOnly, space.curvature);
    const box = bounds && boxOf(bounds, space.parts);
    const steps = run(problem, Float64Array.from(task.x), method, { ...task, signal, box });
    let step = steps.next();
    while (!step.done) {
      iterations = step.value.progress.iteration;
      yield;
      step = steps.next();
    }
    const { point, outcome } = step.value;
    const { x, value, gradient } = point;
    return { index: task.index, ...outcome, x: [...x], value, gradient: [...gradient], iterations, ...counts() };
  } catch (error) {
    const { x, value, gradient } = problem?.best ?? unrun(task, "failed", "");
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

/** The report of a start of which nothing is known. */
export function unrun({ index, x }: Attempt, status: StartReport["status"], message: string): StartReport {
  const counts = { iterations: 0, evaluations: 0, gradientEvaluations: 0, hessianEvaluations: 0 };
  return { index, status, message, x, value: Number.POSITIVE_INFINITY, gradient: x.map(() => Number.NaN), ...counts };
}

/** What an error says, whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
