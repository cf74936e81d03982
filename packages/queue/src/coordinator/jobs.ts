import type { RunOptions } from "@wengert/optim";
import { Queue, QueueEvents } from "bullmq";
import { QueueConnectionError } from "../errors.ts";
import { blobPrefix, endChannel, type Place } from "../options.ts";
import { type Connection, watchConnection } from "../redis/connection.ts";
import { Blobs } from "../wire/blobs.ts";
import { endedByCaller } from "../wire/schema.ts";
import { type Caller, type Open, type Sending, waitFor } from "./open.ts";
import { failureOf, resultOf } from "./outcomes.ts";

/** Options of {@link Jobs}. */
export interface JobsOptions extends Place {
  readonly attempts: number;
  readonly keep: number;
  readonly patience: number;
  /** Whether jobs of an earlier program may be there. */
  readonly resumes: boolean;
}

/** How often open jobs are looked for, in milliseconds, in case that the message of their end, or they themselves, were lost. */
const round = 2000;

/** The jobs that wait, run or have just ended, and those who wait for them. */
export class Jobs {
  readonly #connection: Connection;
  readonly #options: JobsOptions;
  readonly #queue: Queue;
  readonly #events: QueueEvents;
  readonly #blobs: Blobs;
  readonly #open = new Map<string, Open>();
  /** Jobs that have failed for good, by id. */
  readonly #failed = new Set<string>();
  #batch: Open[] = [];
  readonly #rounds: ReturnType<typeof setInterval>;
  readonly #unwatch: () => void;
  #looking = false;

  constructor(connection: Connection, options: JobsOptions) {
    const { queue, prefix, keep, patience } = options;
    this.#connection = connection;
    this.#options = options;
    this.#queue = new Queue(queue, { connection: connection.redis, prefix });
    this.#events = new QueueEvents(queue, { connection: connection.another(), prefix });
    this.#blobs = new Blobs(connection.redis, blobPrefix(options), keep);
    // Errors of connections: they connect again by themselves, and watchConnection tells when that takes too long.
    this.#queue.on("error", () => {});
    this.#events.on("error", () => {});
    this.#events.on("completed", ({ jobId, returnvalue }) => void this.#end(jobId, () => returnvalue));
    // A job that was there before tells nobody when it has ended already.
    this.#events.on("duplicated", ({ jobId }) => void this.#look(jobId));
    this.#events.on("failed", ({ jobId }) => void this.#look(jobId));
    this.#events.on("progress", ({ jobId, data }) => {
      for (const { onProgress } of this.#open.get(jobId)?.callers ?? []) onProgress?.(data);
    });
    this.#unwatch = watchConnection(connection, patience, "bullmq", (error) => this.#rejectAll(error));
    this.#rounds = setInterval(() => void this.#lookAround(), round);
    for (const state of ["completed", "failed"] as const) {
      this.#queue.clean(keep * 1000, 1000, state).catch(() => {});
    }
  }

  /** Sends a task, if it is not under way, and gives its result. */
  run(sending: Sending, options: RunOptions): Promise<unknown> {
    const { id } = sending;
    const found = this.#open.get(id);
    const job: Open = found ?? { ...sending, callers: new Set(), added: undefined, stopped: false, ending: false };
    const result = waitFor(job, options, {
      onAbandoned: () => {
        this.#open.delete(id);
        void this.#remove(id).then((removed) => removed || this.#tell(id, "end"));
      },
      onStop: (caller) => {
        void this.#remove(id).then((removed) => {
          if (!removed) {
            job.stopped = true;
            this.#tell(id, "stop");
          } else if (this.#open.delete(id)) caller.reject(options.stop?.reason);
        });
      },
    });
    if (found === undefined) {
      this.#open.set(id, job);
      this.#add(job);
    }
    return result;
  }

  /** Adds what comes in one turn of the event loop together. */
  #add(job: Open): void {
    this.#batch.push(job);
    if (this.#batch.length === 1) setImmediate(() => void this.#send(this.#batch.splice(0)));
  }

  async #send(jobs: readonly Open[]): Promise<void> {
    const { attempts, keep, resumes } = this.#options;
    const wanted = jobs.filter(({ id }) => this.#open.has(id));
    const again = wanted.some(({ added }) => added !== undefined);
    const removed = { age: keep };
    const backoff = { type: "exponential", delay: 200 };
    const opts = { attempts, backoff, removeOnComplete: removed, removeOnFail: removed };
    try {
      const blobs = new Map(wanted.flatMap((job) => [...job.blobs]));
      if (blobs.size > 0) await this.#blobs.put(blobs);
      const named = wanted.map(({ id, data }) => {
        return { name: `${data.module}#${data.name}`, data, opts: { ...opts, jobId: id } };
      });
      // What failed before is tried again.
      const old = wanted.filter(({ id, added }) => added === undefined && (resumes || this.#failed.delete(id)));
      await Promise.all(old.map(({ id }) => this.#forgetFailure(id)));
      if (named.length > 0) await this.#queue.addBulk(named);
      for (const job of wanted) job.added = Date.now();
      // Abandoned in the meantime.
      for (const { id } of wanted) if (!this.#open.has(id)) void this.#remove(id);
      if (resumes || again) await Promise.all(wanted.map(({ id }) => this.#look(id)));
    } catch (error) {
      const code = /^[A-Z]+\b/.exec((error as Error).message)?.[0] ?? "the connection was closed";
      const failure = new QueueConnectionError(`bullmq: ${this.#connection.shown} refused tasks: ${code}.`, "bullmq");
      for (const job of wanted) this.#settle(job, ({ reject }) => reject(failure));
    }
  }

  async #forgetFailure(id: string): Promise<void> {
    if ((await this.#queue.getJobState(id)) === "failed") await this.#remove(id);
  }

  /** Looks for all open jobs. */
  async #lookAround(): Promise<void> {
    if (this.#looking || this.#connection.redis.status !== "ready") return;
    this.#looking = true;
    const before = Date.now() - round;
    const old = [...this.#open.values()].filter(({ added }) => added !== undefined && added < before);
    for (let i = 0; i < old.length; i += 500) await Promise.all(old.slice(i, i + 500).map(({ id }) => this.#look(id)));
    this.#looking = false;
  }

  /** Looks for a job: reads its end, or adds it again if Redis has lost it. */
  async #look(id: string): Promise<void> {
    const state = await this.#queue.getJobState(id).catch(() => undefined);
    const open = this.#open.get(id);
    if (open === undefined || open.ending) return;
    if (state === "unknown") this.#add(open);
    if (state === "completed") await this.#end(id, async () => (await this.#queue.getJob(id))?.returnvalue);
    if (state !== "failed") return;
    const job = await this.#queue.getJob(id).catch(() => undefined);
    if (job === undefined) return;
    if (job.failedReason === endedByCaller) {
      // Another caller gave it up, or this one before.
      if (await this.#remove(id)) this.#add(open);
      return;
    }
    this.#failed.add(id);
    this.#settle(open, ({ reject }) => reject(failureOf(open.data, job)));
  }

  async #end(id: string, returned: () => unknown): Promise<void> {
    const open = this.#open.get(id);
    if (open === undefined || open.ending) return;
    open.ending = true;
    try {
      const result = await resultOf(await returned(), this.#blobs, open.stopped);
      this.#settle(open, ({ resolve }) => resolve(result));
    } catch {
      // A result that is not there any more, or not whole, perhaps because another program stopped it: the task is done again.
      open.ending = false;
      if (await this.#remove(id)) this.#add(open);
    }
  }

  #settle(open: Open, how: (caller: Caller) => void): void {
    this.#open.delete(open.id);
    for (const caller of [...open.callers]) how(caller);
  }

  #rejectAll(error: Error): void {
    for (const open of [...this.#open.values()]) this.#settle(open, ({ reject }) => reject(error));
  }

  /** @returns whether it is gone; a running one stays */
  async #remove(id: string): Promise<boolean> {
    return (await this.#queue.remove(id).catch(() => 0)) === 1;
  }

  #tell(id: string, what: "stop" | "end"): void {
    this.#connection.redis.publish(endChannel(this.#options), JSON.stringify({ id, what })).catch(() => {});
  }

  async close(): Promise<void> {
    clearInterval(this.#rounds);
    this.#unwatch();
    this.#rejectAll(new QueueConnectionError("bullmq: the executor was closed.", "bullmq"));
    const closed = Promise.allSettled([this.#events.close(), this.#queue.close()]);
    // Without a connection that would wait for one.
    if (this.#connection.redis.status === "ready") await closed;
    this.#connection.end();
  }
}
