import { project } from "../spaces/flatbounds.ts";
import { maxAbs, type Vector } from "../spaces/vector.ts";
import type { Method, MethodOptions, Step } from "./method.ts";
import { formatNumber, type Outcome } from "./outcome.ts";
import type { Point, Problem } from "./problem.ts";
import type { LoopState } from "./savedstate.ts";

/** The progress of a minimization after an iteration; iteration 0 is the start. */
export interface Progress {
  readonly iteration: number;
  readonly value: number;
  /** The largest absolute entry of the gradient; with bounds, of the projected gradient. */
  readonly gradientNorm: number;
  /** Evaluations of the objective so far. */
  readonly evaluations: number;
}

/** The options that every method takes. */
export interface IterationOptions {
  /** The most iterations. Default 1000; for "nelder-mead", 400 per variable if that is more. */
  readonly maxIterations?: number | undefined;
  /** No further iteration begins after so many evaluations. Default: no limit. */
  readonly maxEvaluations?: number | undefined;
  /**
   * Stop where no entry of the gradient exceeds this in size. By default 1e-5, or where the value no longer falls by
   * 2.2e-9 of itself; a transformation as method goes through all its iterations. Of "nelder-mead", the size of the
   * simplex, 1e-8 by default.
   */
  readonly tolerance?: number | undefined;
  /** The number of pairs of steps and gradient changes that L-BFGS keeps. Default 10. */
  readonly memory?: number | undefined;
  /** Checked before each iteration. */
  readonly signal?: AbortSignal | undefined;
  /** Whether the result contains the progress of every iteration. Default false. */
  readonly history?: boolean | undefined;
}

/** The same options, with a signal that may come from another thread. */
export interface LoopOptions extends Omit<IterationOptions, "signal"> {
  readonly signal?: Pick<AbortSignal, "aborted"> | undefined;
}

/** The end of the loop. */
export interface LoopEnd {
  /** The lowest point that was evaluated. */
  readonly point: Point;
  readonly outcome: Outcome;
  readonly iterations: number;
  readonly history: readonly Progress[];
}

/** The point after an iteration. */
export interface LoopIteration {
  readonly progress: Progress;
  readonly point: Point;
  readonly saved: LoopState;
}

/**
 * Iterates a method from a start to its end. Yields after each iteration; the consumer answers `false` to stop.
 *
 * @param resumed - a saved state to continue from, instead of the start
 * @throws the errors of the objective at the start, and its errors elsewhere unless they mean that a point is outside its domain
 */
export function* iterationLoop<P extends Problem>(
  problem: P,
  x: Vector,
  method: Method<unknown, P>,
  options: LoopOptions & MethodOptions,
  resumed?: LoopState,
): Generator<LoopIteration, LoopEnd, unknown> {
  const { maxIterations = method.patience?.(x.length) ?? 1000, history: keep = false, box } = options;
  const history: Progress[] = [];
  let iterations = 0;
  let here: Point;
  let step: Step<unknown>;
  const note = (): Progress => {
    const gradientNorm = step.slope ?? maxAbs(here.gradient);
    const entry = { iteration: iterations, value: here.value, gradientNorm, evaluations: problem.evaluations };
    if (keep) history.push(entry);
    return entry;
  };
  const end = (outcome: Outcome): LoopEnd => {
    const { best } = problem;
    const point = best !== undefined && !(best.value >= here.value) ? best : here;
    return { point, outcome, iterations, history };
  };

  if (resumed !== undefined) {
    ({ here, iterations } = resumed);
    problem.restore(resumed);
    step = { state: resumed.state };
  } else {
    here = problem.evaluateStart(box === undefined ? x : project(x, box));
    step = { state: undefined };
    if (!Number.isFinite(here.value)) {
      note();
      return end({ status: "nonFinite", message: "the value or the gradient is not finite at the start" });
    }
    step = method.begin(problem, here, options);
    here = step.point ?? here;
    note();
  }
  for (;;) {
    const outcome =
      limitReached(iterations, maxIterations, problem, options, step.slope ?? maxAbs(here.gradient)) ?? step.outcome;
    if (outcome !== undefined) return end(outcome);
    step = method.advance(problem, step.state, options);
    if (step.point === undefined) return end(step.outcome as Outcome);
    here = step.point;
    iterations++;
    const answer: unknown = yield {
      progress: note(),
      point: here,
      saved: { ...problem.counts, here, iterations, state: step.state },
    };
    if (step.outcome !== undefined) return end(step.outcome);
    if (answer === false) return end({ status: "stopped", message: "onIteration returned false" });
  }
}

/** The outcome if no further iteration may be made. */
function limitReached(
  iterations: number,
  most: number,
  { evaluations }: Problem,
  { signal, maxEvaluations = Number.POSITIVE_INFINITY }: LoopOptions,
  slope: number,
): Outcome | undefined {
  if (signal?.aborted) return { status: "aborted", message: `aborted by its signal after ${iterations} iterations` };
  const reached = `the gradient's largest entry is ${formatNumber(slope)}`;
  if (iterations >= most)
    return { status: "maxIterations", message: `stopped after ${iterations} iterations; ${reached}` };
  if (evaluations < maxEvaluations) return undefined;
  return { status: "maxEvaluations", message: `stopped after ${evaluations} evaluations; ${reached}` };
}
