import type { Executor, RunOptions, Task } from "./task.ts";

/** A way to stop what an executor runs. */
export interface Stopping {
  readonly signal: AbortSignal;
  readonly stop?: AbortSignal | undefined;
}

/**
 * Hands tasks to an executor, at most its capacity at once. A task is made when there is room for it, so that a long list takes no
 * memory.
 *
 * @param receive - called with each result in the order in which they come. What it throws ends the run, as does a task that fails
 */
export async function inFlight<T extends Task>(
  tasks: Iterable<T> | AsyncIterable<T>,
  executor: Executor,
  options: (task: T) => RunOptions,
  receive: (task: T, result: unknown) => void,
): Promise<void> {
  const { capacity = Number.POSITIVE_INFINITY } = executor;
  const running = new Set<Promise<void>>();
  let failure: { readonly error: unknown } | undefined;
  const run = async (task: T): Promise<void> => {
    try {
      receive(task, await executor.run(task, options(task)));
    } catch (error) {
      failure ??= { error };
    }
  };
  for await (const task of tasks) {
    if (failure !== undefined) break;
    const done: Promise<void> = run(task).finally(() => running.delete(done));
    running.add(done);
    if (running.size >= capacity) await Promise.race(running);
  }
  while (failure === undefined && running.size > 0) await Promise.race(running);
  if (failure !== undefined) throw failure.error;
}

/**
 * Runs something with a signal of its own, which is aborted at the end: so nothing goes on after an error.
 *
 * @throws the reason of the outer signal, as soon as it is aborted
 */
export async function withSignal<T>(
  outer: AbortSignal | undefined,
  body: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  outer?.throwIfAborted();
  const inner = new AbortController();
  let onAbort = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => {
      inner.abort(outer?.reason);
      reject(outer?.reason);
    };
  });
  outer?.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.race([body(inner.signal), aborted]);
  } finally {
    outer?.removeEventListener("abort", onAbort);
    inner.abort();
  }
}
