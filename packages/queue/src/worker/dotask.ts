import type { Executor, Task } from "@wengert/optim";
import { errorData, errorOf, taskName } from "@wengert/optim/worker";
import { type Job, UnrecoverableError } from "bullmq";
import { RefusedTaskError } from "../errors.ts";
import type { Blobs } from "../wire/blobs.ts";
import { blobsIn, pack, sha256, unpack } from "../wire/bytes.ts";
import { checkJob, checkTask, endedByCaller, type JobResult } from "../wire/schema.ts";
import type { Counter } from "./counts.ts";
import type { Running } from "./ends.ts";
import type { Modules } from "./modules.ts";

/** What a worker does tasks with. */
export interface Workshop {
  readonly modules: Modules;
  readonly threads: Executor;
  readonly blobs: Blobs;
  readonly counter: Counter;
  readonly running: Map<string, Running>;
  readonly maxBytes: number;
}

/** Does the task of a job: checks it, fetches its arrays, runs it in a thread, and stores the arrays of its result. */
export async function doTask(job: Job, shop: Workshop): Promise<JobResult> {
  const id = job.id as string;
  const running = { stop: new AbortController(), end: new AbortController() };
  shop.running.set(id, running);
  try {
    return await shop.counter.during(job.name.slice(0, 200), () => done(job, shop, running));
  } catch (error) {
    if (running.end.signal.aborted) throw new UnrecoverableError(endedByCaller);
    throw asThrownThere(error);
  } finally {
    shop.running.delete(id);
  }
}

async function done(job: Job, shop: Workshop, { stop, end }: Running): Promise<JobResult> {
  const task = await taskOf(job, shop);
  const result = await shop.threads.run(task, {
    signal: end.signal,
    stop: stop.signal,
    // The connection may be away; the next report says as much.
    onProgress: (progress) => void job.updateProgress(progress as object).catch(() => {}),
  });
  const { body, blobs, bytes } = pack(result);
  if (bytes > shop.maxBytes) {
    const message = `the result of ${taskName(task)} has ${bytes} bytes, and at most ${shop.maxBytes} are sent (--max-bytes).`;
    throw new RefusedTaskError(message, "run");
  }
  await shop.blobs.put(blobs);
  return { body, hash: sha256(body), ...(stop.signal.aborted && { stopped: true }) };
}

/**
 * The task, with the URL of its module here.
 *
 * @throws {RefusedTaskError} for what is malformed, too large, or of another build
 */
async function taskOf(job: Job, { modules, blobs, maxBytes }: Workshop): Promise<Task> {
  const refuse = (what: string): RefusedTaskError =>
    new RefusedTaskError(`the job ${job.id} is refused: ${what}.`, "run");
  const data = checkJob(job.data);
  if (typeof data === "string") throw refuse(data);
  const url = modules.urlFor(data);
  if (data.body.length > maxBytes) throw refuse(`it has ${data.body.length} bytes, more than ${maxBytes}`);
  const parsed: unknown = JSON.parse(data.body);
  const wanted = blobsIn(parsed);
  const bytes = [...wanted.values()].reduce((sum, n) => sum + n, data.body.length);
  if (!(bytes <= maxBytes)) throw refuse(`it has ${bytes} bytes, more than ${maxBytes}`);
  const arrays = await blobs.all(wanted.keys());
  const task = checkTask(unpack(parsed, (hash) => arrays.get(hash) as Uint8Array));
  if (typeof task === "string") throw refuse(task);
  if (task.module !== data.module || task.name !== data.name) throw refuse("it names two functions");
  return { ...task, module: url } as Task;
}

/** The error of the task itself, whose stack begins with its name, in the form in which a job keeps it. */
function asThrownThere(error: unknown): Error {
  const { name, message, stack } = errorData((error as Partial<Error>)?.cause ?? error);
  const frames = stack.slice(Math.max(0, stack.indexOf("\n    at ")));
  return errorOf({ name, message, stack: `${name}: ${message}${frames.startsWith("\n") ? frames : ""}` });
}
