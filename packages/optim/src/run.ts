import { project } from "./box.ts";
import { type DescentOptions, type Method, type Outcome, type Step, show } from "./descent.ts";
import type { Point, Problem } from "./problem.ts";
import type { Saved } from "./saved.ts";
import { largest, type Vector } from "./vector.ts";

/** Where a minimization stands after an iteration; iteration 0 is the start. */
export interface Progress {
  readonly iteration: number;
  readonly value: number;
  /** The largest absolute entry of the gradient; with bounds, of what of it does not point out of them. */
  readonly gradientNorm: number;
  /** Evaluations of the objective so far. */
  readonly evaluations: number;
}

/** What every method of minimization takes. */
export interface RunOptions {
  /** Iterations at most. Default 1000; of "nelder-mead", 400 per variable if that is more. */
  readonly maxIterations?: number | undefined;
  /** No further iteration begins after so many evaluations. Default: no limit. */
  readonly maxEvaluations?: number | undefined;
  /**
   * Stop where no entry of the gradient exceeds this in size. By default 1e-5, or where the value no longer falls by
   * 2.2e-9 of itself; a transformation as method goes through all its iterations. Of "nelder-mead", the size of the
   * simplex, 1e-8 by default.
   */
  readonly tolerance?: number | undefined;
  /** Pairs of steps and gradient changes that L-BFGS remembers. Default 10. */
  readonly memory?: number | undefined;
  /** Looked at before each iteration. */
  readonly signal?: AbortSignal | undefined;
  /** Whether the result is to list the progress of every iteration. Default false. */
  readonly history?: boolean | undefined;
}

/** The same, where the signal may also be what stands for it in another thread. */
export interface Watched extends Omit<RunOptions, "signal"> {
  readonly signal?: Pick<AbortSignal, "aborted"> | undefined;
}

/** The end of a run. */
export interface Ended {
  /** The lowest point that was evaluated. */
  readonly point: Point;
  readonly outcome: Outcome;
  readonly iterations: number;
  readonly history: readonly Progress[];
}

/** Where a run arrived with an iteration. */
export interface Arrived {
  readonly progress: Progress;
  readonly point: Point;
  readonly saved: Saved;
}

/**
 * Drives a method from a start to its end. Yields after each iteration; the consumer answers `false` to stop.
 *
 * @param resumed - where to go on from, in place of the start
 * @throws whatever the objective throws at the start, or for another reason than being outside of its domain
 */
export function* run<P extends Problem>(
  problem: P,
  x: Vector,
  method: Method<unknown, P>,
  options: Watched & DescentOptions,
  resumed?: Saved,
): Generator<Arrived, Ended, unknown> {
  const { maxIterations = method.patience?.(x.length) ?? 1000, history: keep = false, box } = options;
  const history: Progress[] = [];
  let iterations = 0;
  let here: Point;
  let step: Step<unknown>;
  const note = (): Progress => {
    const gradientNorm = step.slope ?? largest(here.gradient);
    const entry = { iteration: iterations, value: here.value, gradientNorm, evaluations: problem.evaluations };
    if (keep) history.push(entry);
    return entry;
  };
  const end = (outcome: Outcome): Ended => {
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
      cut(iterations, maxIterations, problem, options, step.slope ?? largest(here.gradient)) ?? step.outcome;
    if (outcome !== undefined) return end(outcome);
    step = method.advance(problem, step.state, options);
    if (step.point === undefined) return end(step.outcome as Outcome);
    here = step.point;
    iterations++;
    const answer: unknown = yield {
      progress: note(),
      point: here,
      saved: { ...problem.account, here, iterations, state: step.state },
    };
    if (step.outcome !== undefined) return end(step.outcome);
    if (answer === false) return end({ status: "stopped", message: "onIteration returned false" });
  }
}

/** Why no further iteration is to be made, if so. */
function cut(
  iterations: number,
  most: number,
  { evaluations }: Problem,
  { signal, maxEvaluations = Number.POSITIVE_INFINITY }: Watched,
  slope: number,
): Outcome | undefined {
  if (signal?.aborted) return { status: "aborted", message: `aborted by its signal after ${iterations} iterations` };
  const reached = `the gradient's largest entry is ${show(slope)}`;
  if (iterations >= most)
    return { status: "maxIterations", message: `stopped after ${iterations} iterations; ${reached}` };
  if (evaluations < maxEvaluations) return undefined;
  return { status: "maxEvaluations", message: `stopped after ${evaluations} evaluations; ${reached}` };
}
