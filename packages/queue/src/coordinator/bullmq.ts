import { randomUUID } from "node:crypto";
import { expectOptions } from "@wengert/array/author";
import type { Executor, RunOptions, Task } from "@wengert/optim";
import type { Redis } from "ioredis";
import { RefusedTaskError } from "../errors.ts";
import { checkCounts, checkNames, commonOf } from "../options.ts";
import { connect } from "../redis/connection.ts";
import { type Build, buildOf } from "../wire/build.ts";
import { pack, sha256 } from "../wire/bytes.ts";
import { protocol } from "../wire/schema.ts";
import { packageVersion } from "../wire/version.ts";
import { Jobs } from "./jobs.ts";

/** Options of `bullmq`. */
export interface BullmqOptions {
  /** `redis://host:port`, `rediss://user:password@host:port` for TLS, or a client of ioredis. */
  readonly connection: string | Redis;
  /** The queue of BullMQ, which workers must name too. Default "wengert". */
  readonly queue?: string | undefined;
  /** The prefix of keys in Redis. Default "bull", as for BullMQ. */
  readonly prefix?: string | undefined;
  /**
   * The name of a run. A program that was killed and begins again with the same name gets the results that are there, and waits for
   * what is under way. By default each executor is a run of its own.
   */
  readonly run?: string | undefined;
  /** The most tasks in Redis at once; others wait here. Default 1000. */
  readonly capacity?: number | undefined;
  /** How often a task that fails is tried. Default 3. */
  readonly attempts?: number | undefined;
  /** How long results stay in Redis, in seconds. Default 3600. */
  readonly keep?: number | undefined;
  /** The most bytes of a task. Default 64 MiB. Refer to larger data by a file or URL. */
  readonly maxBytes?: number | undefined;
  /** How long to wait for a connection that is lost, in milliseconds. Default 60,000. */
  readonly patience?: number | undefined;
}

/** An executor on a queue. */
export interface QueueExecutor extends Executor {
  readonly capacity: number;
  /** The name of the run, to begin again with. */
  readonly runName: string;
  /** Ends what is open, and disconnects. A program does not end before. */
  close(): Promise<void>;
}

/**
 * An executor on machines that share a Redis, by BullMQ. `multiStart`, `mapTasks` and `shardedSum` take it; `npx wengert-worker` on any
 * machine runs the tasks.
 *
 * Each task is an ordinary job. A worker that is killed or hangs loses its task to another; the results of a task that ran twice are
 * counted once. While Redis is away, everybody waits.
 *
 * @throws {QueueConnectionError} for what is no address of Redis
 * @throws {ArgumentError} for an invalid option
 * @example
 * import { bullmq } from "@wengert/queue";
 *
 * const executor = bullmq({ connection: "redis://localhost:6379", queue: "fits", run: "fit-7" });
 * executor.runName; // => fit-7
 * // await multiStart({ module: new URL("./objective.js", import.meta.url), name: "loss" }, start, { bounds, executor });
 * await executor.close();
 */
export function bullmq(options: BullmqOptions): QueueExecutor {
  const known = ["connection", "queue", "prefix", "run", "capacity", "attempts", "keep", "maxBytes", "patience"];
  expectOptions("bullmq", options, known);
  const { queue, prefix, keep, maxBytes } = commonOf(options);
  const { run: runName = randomUUID(), capacity = 1000, attempts = 3, patience = 60_000 } = options;
  checkCounts("bullmq", { capacity, attempts, keep, maxBytes, patience });
  checkNames("bullmq", { queue, prefix, run: runName });
  const connection = connect(options.connection, "bullmq");
  const jobs = new Jobs(connection, { queue, prefix, attempts, keep, patience, resumes: options.run !== undefined });
  const version = packageVersion();
  const builds = new Map<string, Promise<Build>>();
  const buildFor = (module: string): Promise<Build> => {
    const build = builds.get(module) ?? buildOf(module);
    builds.set(module, build);
    return build;
  };

  let open = 0;
  const waiting: (() => void)[] = [];
  const run = async (task: Task, how: RunOptions): Promise<unknown> => {
    how.signal.throwIfAborted();
    if (open >= capacity) await new Promise<void>((resume) => waiting.push(resume));
    else open++;
    try {
      how.signal.throwIfAborted();
      const build = await buildFor(task.module);
      const { body, blobs, bytes } = pack({
        ...task,
        module: build.name,
        ...(task.kind === "start" && { stop: undefined }),
      });
      if (bytes > maxBytes) throw tooLarge(bytes, maxBytes);
      const data = { protocol, version, module: build.name, name: task.name, build: build.hash, body };
      const id = `${runName}-${sha256(JSON.stringify(data)).slice(0, 32)}`;
      return await jobs.run({ id, data, blobs }, how);
    } finally {
      const next = waiting.shift();
      if (next === undefined) open--;
      else next();
    }
  };
  return { capacity, runName, run, close: () => jobs.close() };
}

function tooLarge(bytes: number, most: number): RefusedTaskError {
  const message = `run: a task of ${bytes} bytes, and at most ${most} are sent (maxBytes). Refer to its data by a file or URL.`;
  return new RefusedTaskError(message, "run");
}
