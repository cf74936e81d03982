import { hostname } from "node:os";
import { ArgumentError } from "@wengert/array";
import { expectOptions } from "@wengert/array/author";
import { threads } from "@wengert/optim";
import { Worker } from "bullmq";
import type { Redis } from "ioredis";
import type { QueueConnectionError } from "../errors.ts";
import { blobPrefix, checkCounts, checkNames, commonOf } from "../options.ts";
import { connect, watchConnection } from "../redis/connection.ts";
import { Blobs } from "../wire/blobs.ts";
import type { JobResult } from "../wire/schema.ts";
import { Counter, meterHere, type WorkerCounts } from "./counts.ts";
import { doTask } from "./dotask.ts";
import { listenToEnds, type Running } from "./ends.ts";
import { Modules } from "./modules.ts";

export type { WorkerCounts } from "./counts.ts";

/** Options of `startWorker`. */
export interface WorkerOptions {
  /** As for `bullmq`. */
  readonly connection: string | Redis;
  /** The modules whose functions it may run: paths, file URLs or names of packages. It loads no others. */
  readonly modules: readonly string[];
  readonly queue?: string | undefined;
  readonly prefix?: string | undefined;
  /** How many tasks at once, each in a thread of its own. Default 1. */
  readonly concurrency?: number | undefined;
  /** The most time for a task, in milliseconds. Default: no limit. */
  readonly timeLimit?: number | undefined;
  /** The most bytes of a task, and of a result. Default 64 MiB. */
  readonly maxBytes?: number | undefined;
  /** After this time without a sign of life, in milliseconds, others take its tasks. Default 10,000. */
  readonly lockDuration?: number | undefined;
  /** How often a task may lose its worker before it counts as the cause. Default 10. */
  readonly maxLost?: number | undefined;
  /** How long large arrays of results stay in Redis, in seconds. Default 3600. */
  readonly keep?: number | undefined;
  /** Called each time that there was no connection for `patience`. The worker goes on waiting for one. */
  readonly onLost?: ((error: QueueConnectionError) => void) | undefined;
  /** When `onLost` is called, in milliseconds. Default 10,000. */
  readonly patience?: number | undefined;
}

/** A worker that runs. */
export interface QueueWorker {
  /** Host and process. */
  readonly name: string;
  /** Its modules with the first digits of their builds. */
  readonly modules: string;
  readonly counts: () => WorkerCounts;
  /** Takes no more tasks, waits for those that run, and disconnects. */
  close(): Promise<void>;
}

/**
 * Starts a worker in this process: what the command `wengert-worker` does.
 *
 * Tasks run in threads, so that a long computation does not keep the worker from telling Redis that it lives.
 *
 * @throws {ArgumentError} for a module that cannot be read, and for invalid options
 * @example
 * import { startWorker } from "@wengert/queue";
 *
 * const start = () => startWorker({ connection: "redis://localhost:6379", modules: ["./objective.js"], concurrency: 4 });
 * typeof start; // => function
 */
export async function startWorker(options: WorkerOptions): Promise<QueueWorker> {
  const known = ["connection", "modules", "queue", "prefix", "concurrency", "timeLimit", "maxBytes", "lockDuration"];
  expectOptions("startWorker", options, [...known, "maxLost", "keep", "onLost", "patience"]);
  const { queue, prefix, keep, maxBytes } = commonOf(options);
  const {
    concurrency = 1,
    lockDuration = 10_000,
    maxLost = 10,
    modules: given,
    timeLimit,
    patience = 10_000,
  } = options;
  checkCounts("startWorker", { concurrency, lockDuration, maxLost, maxBytes, keep, patience });
  checkNames("startWorker", { queue, prefix });
  if (!Array.isArray(given) || given.length === 0) {
    throw new ArgumentError("startWorker: modules must name at least one module.", "startWorker", "modules");
  }
  const place = { queue, prefix };
  const name = `${hostname()}:${process.pid}`;
  const pool = threads({ size: concurrency, timeLimit });
  const modules = await Modules.read(given, name);
  const connection = connect(options.connection, "startWorker");
  const running = new Map<string, Running>();
  const counter = new Counter(await meterHere());
  const blobs = new Blobs(connection.redis, blobPrefix(place), keep);
  const shop = { modules, threads: pool, blobs, counter, running, maxBytes };
  const worker = new Worker<unknown, JobResult>(queue, (job) => doTask(job, shop), {
    connection: connection.redis,
    prefix,
    name,
    concurrency,
    lockDuration,
    stalledInterval: Math.ceil(lockDuration / 2),
    maxStalledCount: maxLost,
    // How long a worker waits when Redis was away; 15 s by default.
    runRetryDelay: 1000,
  });
  worker.on("error", () => {});
  // Others have these tasks now.
  worker.on("lockRenewalFailed", (ids) => {
    for (const id of ids) running.get(id)?.end.abort();
  });
  const unwatch = watchConnection(connection, patience, "startWorker", (error) => options.onLost?.(error));
  const listener = connection.another();
  void listenToEnds(listener, place, running).catch(() => {});
  return {
    name,
    modules: modules.shown,
    counts: () => counter.counts,
    close: async () => {
      unwatch();
      const ready = connection.redis.status === "ready";
      const closed = worker.close(!ready).catch(() => {});
      // Without a connection that would wait for one.
      if (ready) await closed;
      pool.close();
      connection.end();
    },
  };
}
