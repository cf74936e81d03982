import type { Executor, RunOptions, Task } from "./task.ts";

/** Signals that follow another, one for each task: Node warns about many listeners on one signal. */
export class Followers {
  readonly #leader: AbortSignal | undefined;
  readonly #open = new Set<AbortController>();
  readonly #onAbort = (): void => {
    for (const controller of this.#open) controller.abort(this.#leader?.reason);
  };

  constructor(leader: AbortSignal | undefined) {
    this.#leader = leader;
    leader?.addEventListener("abort", this.#onAbort, { once: true });
  }

  /** Gives a signal to something, until it has ended. */
  async during<T>(body: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    if (this.#leader?.aborted) controller.abort(this.#leader.reason);
    this.#open.add(controller);
    try {
      return await body(controller.signal);
    } finally {
      this.#open.delete(controller);
    }
  }

  /** Follows no longer. */
  end(): void {
    this.#leader?.removeEventListener("abort", this.#onAbort);
  }
}

/**
 * Hands tasks to an executor, at most its capacity at once. A task is made when there is room for it, so that a long list takes no
 * memory.
 *
 * @param signal - on its abort all tasks are given up
 * @param receive - called with each result in the order in which they come. What it throws ends the run, as does a task that fails
 */
export async function inFlight<T extends Task>(
  tasks: Iterable<T> | AsyncIterable<T>,
  executor: Executor,
  signal: AbortSignal,
  onProgress: (task: T) => RunOptions["onProgress"],
  receive: (task: T, result: unknown) => void,
): Promise<void> {
  const { capacity = Number.POSITIVE_INFINITY } = executor;
  const followers = new Followers(signal);
  let open = 0;
  let failure: { readonly error: unknown } | undefined;
  let changed = (): void => {};
  // What a listener throws ends the run, and not the program.
  const guarded = (report: RunOptions["onProgress"]): RunOptions["onProgress"] =>
    report &&
    ((progress) => {
      try {
        report(progress);
      } catch (error) {
        failure ??= { error };
        changed();
      }
    });
  const run = async (task: T): Promise<void> => {
    try {
      const options = { onProgress: guarded(onProgress(task)) };
      const result = await followers.during((signal) => executor.run(task, { ...options, signal }));
      receive(task, result);
    } catch (error) {
      failure ??= { error };
    }
  };
  const oneEnds = (): Promise<void> =>
    new Promise((resolve) => {
      changed = resolve;
    });
  for await (const task of tasks) {
    if (failure !== undefined) break;
    open++;
    void run(task).then(() => {
      open--;
      changed();
    });
    if (open >= capacity) await oneEnds();
  }
  while (failure === undefined && open > 0) await oneEnds();
  followers.end();
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
