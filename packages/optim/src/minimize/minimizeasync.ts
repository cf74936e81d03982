import type { Grads, ParamSet } from "../spaces/paramspace.ts";
import type { Gradient, Lifted, Value, Widened } from "../spaces/treespace.ts";
import type { AsyncObjective } from "./asyncobjective.ts";
import type { MinimizeOptions, OptimizeResult } from "./options.ts";
import { answered, Pause } from "./pause.ts";
import { prepare } from "./prepare.ts";
import type { ReportedEnd } from "./reportedloop.ts";

/** How long iterations may block the event loop, in milliseconds: half a frame of a display. */
const longestTurn = 8;

/**
 * `minimize` with pauses, at least every 8 ms between two iterations, in which timers, buttons and signals work.
 *
 * A single evaluation that takes longer blocks the event loop. To keep a page responsive then, minimize in a worker.
 *
 * In place of a function it also takes an objective that answers later, such as `shardedSum`; every method works on it. A signal
 * then ends an evaluation in its middle.
 *
 * @example
 * import { square, sub } from "@wengert/ops";
 * import { minimizeAsync } from "@wengert/optim";
 *
 * const { params } = await minimizeAsync((x) => square(sub(x, 2)), 0, { signal: AbortSignal.timeout(1000) });
 * Math.round(1e5 * params); // => 200000
 */
export function minimizeAsync(
  f: () => Value,
  start: ParamSet,
  options?: MinimizeOptions<Float64Array>,
): Promise<OptimizeResult<ParamSet, Grads>>;
export function minimizeAsync<P>(
  f: (p: Lifted<NoInfer<P>>) => Value,
  start: P,
  options?: MinimizeOptions<NoInfer<P>>,
): Promise<OptimizeResult<Widened<P>, Gradient<P>>>;
export function minimizeAsync(
  f: AsyncObjective<Float64Array>,
  start: ParamSet,
  options?: MinimizeOptions<Float64Array>,
): Promise<OptimizeResult<ParamSet, Grads>>;
export function minimizeAsync<P>(
  f: AsyncObjective<NoInfer<P>>,
  start: P,
  options?: MinimizeOptions<NoInfer<P>>,
): Promise<OptimizeResult<Widened<P>, Gradient<P>>>;
export async function minimizeAsync(f: unknown, start: unknown, options?: MinimizeOptions<never>): Promise<unknown> {
  const { loop, finish } = prepare(f as (p: never) => unknown, start, options);
  let resumed = performance.now();
  for (;;) {
    const { end, answer } = advanced(loop);
    if (end !== undefined) return settled(() => finish(end));
    if (answer !== undefined) await answer;
    // Browsers wait at least 4 ms for a timer, which would take longer than many iterations.
    else if (performance.now() - resumed < longestTurn) continue;
    else await new Promise((resume) => setTimeout(resume));
    resumed = performance.now();
  }
}

/** The end, if it is reached, or what is awaited. What an iteration yields is not kept while the next one is computed. */
function advanced(loop: ReturnType<typeof prepare>["loop"]): {
  readonly end?: ReportedEnd;
  readonly answer?: Promise<void>;
} {
  const step = loop.next();
  if (step.done) return { end: step.value };
  return step.value instanceof Pause ? { answer: step.value.answer } : {};
}

/** What a function returns when all its questions are answered. */
async function settled<T>(f: () => T): Promise<T> {
  const steps = answered(undefined, f);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    await step.value.answer;
  }
}
