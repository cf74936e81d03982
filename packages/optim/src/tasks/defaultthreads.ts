import { type ThreadPool, threads } from "./threads.ts";

let pool: ThreadPool | undefined;

/** The threads that all calls without an executor share. */
export function defaultThreads(): ThreadPool {
  pool ??= threads();
  return pool;
}
