import { type Method, type Outcome, show } from "./descent.ts";
import type { Point, Problem } from "./problem.ts";
import { largest, type Vector } from "./vector.ts";

/** Where a minimization stands after an iteration; iteration 0 is the start. */
export interface Progress {
  readonly iteration: number;
  readonly value: number;
  /** The largest absolute entry of the gradient. */
  readonly gradientNorm: number;
  /** Evaluations of the objective so far. */
  readonly evaluations: number;
}

/** What every method of minimization takes. */
export interface RunOptions {
  /** Iterations at most. Default 1000. */
  readonly maxIterations?: number | undefined;
  /**
   * Stop where no entry of the gradient exceeds this in size. By default 1e-5, or where the value no longer falls by
   * 2.2e-9 of itself; a transformation as method goes through all its iterations.
   */
  readonly tolerance?: number | undefined;
  /** Pairs of steps and gradient changes that L-BFGS remembers. Default 10. */
  readonly memory?: number | undefined;
  /** Looked at before each iteration. */
  readonly signal?: AbortSignal | undefined;
  /** Whether the result is to list the progress of every iteration. Default false. */
  readonly history?: boolean | undefined;
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
}

/**
 * Drives a method from a start to its end. Yields after each iteration; the consumer answers `false` to stop.
 *
 * @throws whatever the objective throws at the start, or for another reason than being outside of its domain
 */
export function* run(
  problem: Problem,
  x: Vector,
  method: Method,
  options: RunOptions,
): Generator<Arrived, Ended, unknown> {
  const { maxIterations = 1000, signal, history: keep = false } = options;
  const history: Progress[] = [];
  let here = problem.evaluateStart(x);
  let iterations = 0;
  const progress = (): Progress => {
    const gradientNorm = largest(here.gradient);
    const entry = { iteration: iterations, value: here.value, gradientNorm, evaluations: problem.evaluations };
    if (keep) history.push(entry);
    return entry;
  };
  const end = (outcome: Outcome): Ended => {
    const { best } = problem;
    const point = best !== undefined && best.value < here.value ? best : here;
    return { point, outcome, iterations, history };
  };

  progress();
  if (!Number.isFinite(here.value)) {
    return end({ status: "nonFinite", message: "the value or the gradient is not finite at the start" });
  }
  const descent = method(problem, here, options);
  for (;;) {
    const outcome = cut(iterations, maxIterations, signal, here);
    if (outcome !== undefined) return end(outcome);
    const step = descent.next();
    if (step.done) return end(step.value);
    here = step.value.point;
    iterations++;
    const answer: unknown = yield { progress: progress(), point: here };
    if (step.value.outcome !== undefined) return end(step.value.outcome);
    if (answer === false) return end({ status: "stopped", message: "onIteration returned false" });
  }
}

/** Why no further iteration is to be made, if so. */
function cut(
  iterations: number,
  most: number,
  signal: AbortSignal | undefined,
  { gradient }: Point,
): Outcome | undefined {
  if (signal?.aborted) return { status: "aborted", message: `aborted by its signal after ${iterations} iterations` };
  if (iterations < most) return undefined;
  const message = `stopped after ${iterations} iterations; the gradient's largest entry is ${show(largest(gradient))}`;
  return { status: "maxIterations", message };
}
