import { ArgumentError } from "@wengert/array";
import { attempt, type StartReport, type StartTask } from "./multistart/attempt.ts";
import { signalOfFlag } from "./multistart/stopsignal.ts";
import { treeSpace } from "./spaces/treespace.ts";
import { decode } from "./trees/jsonencoding.ts";

/**
 * The task of a worker thread in a pool that `multiStart` uses: imports the objective, and minimizes it from one start.
 *
 * @throws {ArgumentError} when the module exports no function of that name
 */
export default async function minimizeFrom(task: StartTask): Promise<StartReport> {
  const exports = (await import(/* @vite-ignore */ task.module)) as Record<string, unknown>;
  const objective = exports[task.name];
  if (typeof objective !== "function") {
    const message = `multiStart: ${task.module} exports no function "${task.name}".`;
    throw new ArgumentError(message, "multiStart");
  }
  const space = treeSpace(objective as (p: never) => unknown, decode(task.start));
  const steps = attempt(space, task, signalOfFlag(task.stop));
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
