import { attempt } from "./multistart/attempt.ts";
import { functionIn, paramsIn, runnableOf } from "./multistart/objectives.ts";
import { signalOfFlag } from "./multistart/stopsignal.ts";
import type { StartReport, StartTask } from "./multistart/taskdata.ts";
import { decode } from "./trees/jsonencoding.ts";

/**
 * The task of a worker thread in a pool that `multiStart` uses: imports the objective, and minimizes it from one start.
 *
 * @throws {ArgumentError} when the module exports no function of that name
 */
export default async function minimizeFrom(task: StartTask): Promise<StartReport> {
  const { module, name, params, paths = [] } = task;
  const exports = (await import(/* @vite-ignore */ module)) as Record<string, unknown>;
  const f = functionIn(exports, module, name);
  const start = params === undefined ? decode(task.start) : paramsIn(exports, module, params, paths);
  const steps = attempt(runnableOf(f, start, task), task, signalOfFlag(task.stop));
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
