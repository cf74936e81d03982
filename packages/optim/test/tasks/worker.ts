import { Worker } from "node:worker_threads";

/** A thread of the built package. Without Vitest's flags, with which Node would look for the sources. */
export function worker(): Worker {
  return new Worker(new URL("../../dist/thread.js", import.meta.url), { execArgv: [] });
}
