// Starts programs in workers and ends them: at the limit, or when the reader says so. Each run has a worker of its own.
import type { Message } from "./shown.ts";

/** Milliseconds that a program may take, once its packages are loaded. */
export const limit = 20_000;

/** What happens in the course of a run. */
export interface Listener {
  message(message: Message): void;
  /** Ended before its end: by the limit, by the reader, or because the worker broke. */
  ended(reason: string): void;
}

export interface Runner {
  run(code: string, listener: Listener): void;
  stop(): void;
}

/** A runner that keeps one worker warm, so that a program starts at once. */
export function createRunner(): Runner {
  const start = (): Worker => new Worker(new URL("./run.worker.ts", import.meta.url), { type: "module" });
  let warm = start();
  let stop = (_reason: string): void => {};

  function run(code: string, listener: Listener): void {
    stop("A new run began.");
    const worker = warm;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const end = (): void => {
      clearTimeout(timer);
      worker.terminate();
      stop = () => {};
      warm = start();
    };
    stop = (reason) => {
      end();
      listener.ended(reason);
    };
    const wait = (milliseconds: number, reason: string): void => {
      clearTimeout(timer);
      timer = setTimeout(() => stop(reason), milliseconds);
    };
    worker.onmessage = ({ data }: MessageEvent<Message>) => {
      // The clock starts when everything is loaded.
      if (data.kind === "ready") wait(limit, `Ended after ${limit / 1000} s: a program may take no longer here.`);
      else listener.message(data);
      if (data.kind === "done") end();
    };
    worker.onerror = (event) => stop(`The worker failed: ${event.message}`);
    wait(60_000, "The packages could not be loaded within a minute.");
    worker.postMessage(code);
  }
  return { run, stop: () => stop("Stopped.") };
}
