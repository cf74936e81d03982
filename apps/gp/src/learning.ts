/**
 * The thread that learns, so that Ctrl-C is heard in the middle of a long evaluation.
 *
 * @module
 */
import { parentPort, workerData } from "node:worker_threads";
import { oneLine, UserError } from "./errors.ts";
import { learnBest } from "./process/severalstarts.ts";
import type { FromThread, Task } from "./terminal/thread.ts";

const { covariance, series, options } = workerData as Task;
const interruption = new AbortController();
const post = (message: FromThread): void => parentPort?.postMessage(message);
parentPort?.once("message", () => interruption.abort());
try {
  const learnt = await learnBest(covariance, series, {
    ...options,
    signal: interruption.signal,
    tell: (text) => post({ kind: "tell", text }),
    onIteration: (progress, values) => post({ kind: "progress", progress, values }),
  });
  post({ kind: "done", learnt });
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  post({ kind: "refused", message: oneLine(error) });
}
parentPort?.unref();
