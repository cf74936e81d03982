import { ArgumentError } from "@wengert/array";

/** How long tasks have to end by themselves once the signal has come, in milliseconds. */
const grace = 500;

/** Carries a signal to other threads. */
export interface Brake {
  /** Memory that all threads see: its first number is 1 once they are to end. Absent where a page may not share any. */
  readonly stop: SharedArrayBuffer | undefined;
  /** For one task: aborted when its time to end by itself is over. */
  signal(): AbortSignal;
  /** Rejects at that time. */
  readonly over: Promise<never>;
  /** To be called when no more is needed: whatever still runs is to end. */
  release(): void;
}

/**
 * A signal itself does not travel. Tasks see its trace in shared memory between two iterations, and report the best they
 * have; those that are in the middle of a long evaluation are given up.
 */
export function brakeOf(signal: AbortSignal | undefined): Brake {
  const stop = typeof SharedArrayBuffer === "undefined" ? undefined : new SharedArrayBuffer(4);
  const controllers: AbortController[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let giveUp: (reason: Error) => void = () => {};
  const over = new Promise<never>((_, reject) => {
    giveUp = reject;
  });
  over.catch(() => {});
  const pull = (): void => {
    if (stop !== undefined) Atomics.store(new Int32Array(stop), 0, 1);
  };
  const brake = (): void => {
    pull();
    timer = setTimeout(() => {
      for (const controller of controllers) controller.abort();
      giveUp(new ArgumentError("multiStart: aborted by its signal", "multiStart"));
    }, grace);
  };
  signal?.addEventListener("abort", brake, { once: true });
  return {
    stop,
    over,
    signal: () => {
      // One for each: pools listen to them, and complain of many listeners.
      const controller = new AbortController();
      controllers.push(controller);
      return controller.signal;
    },
    release: () => {
      pull();
      clearTimeout(timer);
      signal?.removeEventListener("abort", brake);
    },
  };
}

/** The other side: whether the brake has been pulled. */
export function brakedBy(stop: unknown): { readonly aborted: boolean } | undefined {
  if (typeof SharedArrayBuffer === "undefined" || !(stop instanceof SharedArrayBuffer)) return undefined;
  const flag = new Int32Array(stop);
  return {
    get aborted(): boolean {
      return Atomics.load(flag, 0) === 1;
    },
  };
}
