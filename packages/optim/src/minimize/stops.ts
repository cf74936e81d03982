import { type FlatBounds, project } from "../spaces/flatbounds.ts";
import type { Vector } from "../spaces/vector.ts";
import { formatNumber, type Outcome } from "./outcome.ts";
import { EvaluationLimit, type Point, type Problem } from "./problem.ts";
import { unbounded } from "./withoutend.ts";

/*
 * The beginning, and outcomes that the iteration loop finds, whatever the method is.
 */

/** The end where another evaluation would exceed the limit. */
export function evaluationLimit({ evaluations }: Problem, size: number): Outcome {
  const reached = `the gradient's largest entry is ${formatNumber(size)}`;
  return { status: "maxEvaluations", message: `stopped after ${evaluations} evaluations; ${reached}` };
}

/** The outcome with a cause that only the evaluations show. */
export function explain(problem: Problem, { status, message }: Outcome): Outcome {
  const failed = status === "lineSearch" || status === "trustRegion" || status === "nonFinite";
  if (failed && problem.sawMinusInfinity) return unbounded(Number.NEGATIVE_INFINITY);
  const cause = failed ? problem.causeOfNaN() : undefined;
  return { status, message: cause === undefined ? message : `${message}. ${cause}` };
}

/** The outcome if no further iteration may be made. */
export function limitReached(
  iterations: number,
  most: number,
  signal: { readonly aborted: boolean } | undefined,
  deadline: number,
  size: number,
): Outcome | undefined {
  if (signal?.aborted) return { status: "aborted", message: `aborted by its signal after ${iterations} iterations` };
  const reached = `the gradient's largest entry is ${formatNumber(size)}`;
  if (performance.now() > deadline) {
    return { status: "timeLimit", message: `stopped by the time limit after ${iterations} iterations; ${reached}` };
  }
  if (iterations < most) return undefined;
  return { status: "maxIterations", message: `stopped after ${iterations} iterations; ${reached}` };
}

/** The start. It is kept in no variable of the loop, which would hold its memory until the end. */
export function begun(problem: Problem, start: () => Vector, bounds: FlatBounds | undefined): Point {
  const x = start();
  return problem.evaluateStart(bounds === undefined ? x : project(x, bounds));
}

/** The outcome of a beginning that needs more evaluations than allowed. */
export const unbegun: Outcome = { status: "maxEvaluations", message: "" };

/** What a function returns, or `undefined` if it needs more evaluations than allowed. */
export function withinLimit<T>(f: () => T): T | undefined {
  try {
    return f();
  } catch (error) {
    if (!(error instanceof EvaluationLimit)) throw error;
    return undefined;
  }
}
