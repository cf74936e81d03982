import { TaskError } from "@wengert/optim";
import { errorOf, taskName } from "@wengert/optim/worker";
import type { Job } from "bullmq";
import { RefusedTaskError } from "../errors.ts";
import type { Blobs } from "../wire/blobs.ts";
import { blobsIn, sha256, unpack } from "../wire/bytes.ts";
import { checkResult, type JobData } from "../wire/schema.ts";

/**
 * The result of a job.
 *
 * @param stopped - whether it was to end soon, so that less than the whole will do
 * @throws {RefusedTaskError} where it is not what its hash says, or less than the whole
 */
export async function resultOf(returned: unknown, blobs: Blobs, stopped: boolean): Promise<unknown> {
  const result = checkResult(returned);
  if (typeof result === "string") throw new RefusedTaskError(`run: a result is malformed: ${result}.`, "run");
  if (result.stopped && !stopped) throw new RefusedTaskError("run: a result is less than the whole.", "run");
  if (sha256(result.body) !== result.hash)
    throw new RefusedTaskError("run: a result is not what its hash says.", "run");
  const parsed: unknown = JSON.parse(result.body);
  const arrays = await blobs.all(blobsIn(parsed).keys());
  return unpack(parsed, (hash) => arrays.get(hash) as Uint8Array);
}

/** The error of a job that has failed for good, with the error of its worker as the cause. */
export function failureOf(data: JobData, { failedReason, stacktrace, attemptsMade }: Job): TaskError {
  const message = failedReason ?? "no reason is known";
  const stack = stacktrace?.at(-1) ?? "";
  const name = /^(\w+): /.exec(stack)?.[1] ?? "Error";
  const times = attemptsMade > 1 ? ` in each of ${attemptsMade} attempts` : "";
  const cause = errorOf({ name, message, stack });
  return new TaskError(`${taskName(data)} failed${times}: ${message}`, cause, attemptsMade);
}
