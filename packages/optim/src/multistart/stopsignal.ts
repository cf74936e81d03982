import { ArgumentError } from "@wengert/array";

/** How long tasks may take to end after the signal, in milliseconds. */
const grace = 500;

/** An abort signal as other threads can see it. */
export interface SharedStop {
  /** Shared memory whose first number becomes 1 when tasks should end. Absent where a page may not share memory. */
  readonly stop: SharedArrayBuffer | undefined;
  /** A signal for one task, aborted when the grace time is over. */
  signal(): AbortSignal;
  /** Rejects when the grace time is over. */
  readonly over: Promise<never>;
  /** To be called at the end: asks tasks that still run to stop. */
  release(): void;
}

/**
 * An AbortSignal cannot be sent to another thread. Instead a flag in shared memory is set: tasks read it between two
 * iterations and report the best point that they have. A task in the middle of a long evaluation is given up.
 */
export function sharedStop(signal: AbortSignal | undefined): SharedStop {
  const stop = typeof SharedArrayBuffer === "undefined" ? undefined : new SharedArrayBuffer(4);
  const controllers: AbortController[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let giveUp: (reason: Error) => void = () => {};
  const over = new Promise<never>((_, reject) => {
    giveUp = reject;
  });
  over.catch(() => {});
  const setFlag = (): void => {
    if (stop !== undefined) Atomics.store(new Int32Array(stop), 0, 1);
  };
  const onAbort = (): void => {
    setFlag();
    timer = setTimeout(() => {
      for (const controller of controllers) controller.abort();
      giveUp(new ArgumentError("multiStart: aborted by its signal", "multiStart"));
    }, grace);
  };
  signal?.addEventListener("abort", onAbort, { once: true });
  return {
    stop,
    over,
    signal: () => {
      // One per task, because pools add a listener each and Node warns about many listeners on one signal.
      const controller = new AbortController();
      controllers.push(controller);
      return controller.signal;
    },
    release: () => {
      setFlag();
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
    },
  };
}

/** The flag as the signal of a task in another thread. */
export function signalOfFlag(stop: unknown): { readonly aborted: boolean } | undefined {
  if (typeof SharedArrayBuffer === "undefined" || !(stop instanceof SharedArrayBuffer)) return undefined;
  const flag = new Int32Array(stop);
  return {
    get aborted(): boolean {
      return Atomics.load(flag, 0) === 1;
    },
  };
}
