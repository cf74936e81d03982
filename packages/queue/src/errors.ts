import { WengertError } from "@wengert/array";

/**
 * A connection to Redis cannot be made, or was lost for too long. The message names the host, never a password.
 *
 * @example
 * import { bullmq, QueueConnectionError } from "@wengert/queue";
 *
 * const executor = bullmq({ connection: "redis://localhost:6379", queue: "fits" });
 * const remedy = (error: unknown): string => {
 *   if (!(error instanceof QueueConnectionError)) throw error;
 *   return `start Redis: ${error.message}`;
 * };
 * // await multiStart(objective, start, { bounds, executor }).catch(remedy);
 * remedy(new QueueConnectionError("bullmq: no Redis at localhost:6379.", "bullmq")); // => start Redis: bullmq: no Redis at localhost:6379.
 * await executor.close();
 */
export class QueueConnectionError extends WengertError {
  override readonly name: string = "QueueConnectionError";
}

/**
 * A task that a worker does not take: of another build, of a module that it was not started with, too large, or malformed.
 *
 * @example
 * import { RefusedTaskError } from "@wengert/queue";
 *
 * const remedy = (error: unknown): string => {
 *   if (!(error instanceof RefusedTaskError)) throw error;
 *   return `start the worker with the same files: ${error.message}`;
 * };
 * // await multiStart(objective, start, { bounds, executor }).catch(remedy);
 * remedy(new RefusedTaskError("the worker refuses a task of another build.", "run")).slice(0, 16); // => start the worker
 */
export class RefusedTaskError extends WengertError {
  override readonly name: string = "RefusedTaskError";
}
