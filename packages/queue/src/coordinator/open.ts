import type { RunOptions } from "@wengert/optim";
import type { JobData } from "../wire/schema.ts";

/** A task that is ready to be sent. The same task has the same id. */
export interface Sending {
  readonly id: string;
  readonly data: JobData;
  readonly blobs: ReadonlyMap<string, Uint8Array>;
}

/** Somebody who waits for a job. */
export interface Caller {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
  readonly onProgress: RunOptions["onProgress"];
}

/** A job that somebody waits for. */
export interface Open extends Sending {
  readonly callers: Set<Caller>;
  /** When it was added to the queue; undefined before. */
  added: number | undefined;
  /** The worker was asked to end it soon. */
  stopped: boolean;
  /** Its end is being read. */
  ending: boolean;
}

/** What a caller wants to know, or to end. */
export interface CallerEvents {
  /** Nobody waits any more. */
  readonly onAbandoned: () => void;
  /** The only caller wants it to end soon. */
  readonly onStop: (caller: Caller) => void;
}

/** Lets somebody wait for a job until it has ended, or the caller's signals end the wait. */
export function waitFor(job: Open, { signal, stop, onProgress }: RunOptions, events: CallerEvents): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      signal.removeEventListener("abort", onAbort);
      stop?.removeEventListener("abort", onStop);
      job.callers.delete(caller);
    };
    const leaving =
      <T>(how: (value: T) => void) =>
      (value: T): void => {
        leave();
        how(value);
      };
    const caller: Caller = { resolve: leaving(resolve), reject: leaving(reject), onProgress };
    const onAbort = (): void => {
      caller.reject(signal.reason);
      if (job.callers.size === 0) events.onAbandoned();
    };
    const onStop = (): void => {
      if (job.callers.size === 1) events.onStop(caller);
    };
    job.callers.add(caller);
    signal.addEventListener("abort", onAbort, { once: true });
    stop?.addEventListener("abort", onStop, { once: true });
  });
}
