export { type BullmqOptions, bullmq, type QueueExecutor } from "./coordinator/bullmq.ts";
export { QueueConnectionError, RefusedTaskError } from "./errors.ts";
export { type QueueWorker, startWorker, type WorkerCounts, type WorkerOptions } from "./worker/worker.ts";
