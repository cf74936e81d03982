/** A thread of Node or of a browser, with what the pool needs of it. */
export interface Thread {
  readonly post: (message: unknown) => void;
  readonly terminate: () => void;
  /** Whether the thread keeps a Node process running. */
  readonly hold: (on: boolean) => void;
}

/** What a thread tells. */
export interface ThreadEvents {
  readonly onMessage: (message: unknown) => void;
  /** The thread has ended, or could not begin. */
  readonly onEnd: (error: Error) => void;
}

/** The part of `node:worker_threads` that is used. */
interface NodeWorker {
  on(event: string, listener: (value: never) => void): unknown;
  postMessage(message: unknown): void;
  terminate(): unknown;
  ref(): void;
  unref(): void;
}

/** A module of Node; `undefined` elsewhere. Not an import, so that bundlers for browsers find none. */
export function builtin<T>(name: string): T | undefined {
  const { process } = globalThis as { process?: { getBuiltinModule?: (name: string) => T } };
  return process?.getBuiltinModule?.(name);
}

/**
 * Begins a thread that serves tasks.
 *
 * @param entry - its module, or a function that makes a worker; by default the module of this package
 */
export function spawn(entry: string | URL | (() => unknown) | undefined, events: ThreadEvents): Thread {
  const node = builtin<{ Worker: new (url: URL) => NodeWorker }>("node:worker_threads");
  if (typeof entry === "function") {
    const made = entry() as NodeWorker | Worker;
    return "on" in made ? ofNode(made, events) : ofBrowser(made, events);
  }
  if (node !== undefined) {
    return ofNode(new node.Worker(new URL(entry ?? new URL("../thread.js", import.meta.url))), events);
  }
  // Spelled out, because bundlers look for exactly this.
  const worker =
    entry === undefined
      ? new Worker(new URL("../thread.js", import.meta.url), { type: "module" })
      : new Worker(entry, { type: "module" });
  return ofBrowser(worker, events);
}

function ofNode(worker: NodeWorker, { onMessage, onEnd }: ThreadEvents): Thread {
  worker.on("message", onMessage);
  worker.on("error", (error: unknown) => onEnd(error instanceof Error ? error : new Error(String(error))));
  worker.on("exit", (code: number) => onEnd(new Error(`the thread has ended with code ${code}`)));
  worker.unref();
  return {
    post: (message) => worker.postMessage(message),
    terminate: () => void worker.terminate(),
    hold: (on) => (on ? worker.ref() : worker.unref()),
  };
}

function ofBrowser(worker: Worker, { onMessage, onEnd }: ThreadEvents): Thread {
  worker.onmessage = ({ data }) => onMessage(data);
  worker.onerror = ({ message }) => {
    worker.terminate();
    onEnd(new Error(message || "the thread's module could not be loaded"));
  };
  return { post: (message) => worker.postMessage(message), terminate: () => worker.terminate(), hold: () => {} };
}

/** The number of processors. */
export function processors(): number {
  const { navigator } = globalThis as { navigator?: { hardwareConcurrency?: number } };
  return (
    builtin<{ availableParallelism(): number }>("node:os")?.availableParallelism() ??
    navigator?.hardwareConcurrency ??
    2
  );
}
