import { ArgumentError } from "@wengert/array";
import { attempt, type StartReport, type StartTask } from "./multistart/attempt.ts";
import { brakedBy } from "./multistart/brake.ts";
import { decode } from "./saved.ts";
import { treeSpace } from "./treespace.ts";

/**
 * The other side of `multiStart`, for a pool of worker threads: imports the objective, and minimizes from one start.
 *
 * @throws {ArgumentError} when the module has no function of that name
 */
export default async function minimizeFrom(task: StartTask): Promise<StartReport> {
  const exports = (await import(/* @vite-ignore */ task.module)) as Record<string, unknown>;
  const objective = exports[task.name];
  if (typeof objective !== "function") {
    const message = `multiStart: ${task.module} exports no function "${task.name}".`;
    throw new ArgumentError(message, "multiStart");
  }
  const space = treeSpace(objective as (p: never) => unknown, decode(task.start));
  const steps = attempt(space, task, brakedBy(task.stop));
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
