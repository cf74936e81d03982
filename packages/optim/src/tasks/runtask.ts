import { ArgumentError } from "@wengert/array";
import { attempt } from "../multistart/attempt.ts";
import { functionIn, paramsIn, runnableOf } from "../multistart/objectives.ts";
import { signalOfFlag } from "../multistart/stopsignal.ts";
import type { StartReport, StartTask } from "../multistart/taskdata.ts";
import { fromTransferable, toTransferable } from "../spaces/paramspace.ts";
import { decode } from "../trees/jsonencoding.ts";
import { shardTerm } from "./shardterm.ts";
import type { CallTask, Exports, Task, TaskContext } from "./task.ts";

/**
 * Does a task in this thread: minimizes from a start, computes a term of a sum, or calls a function. Executors call it where they
 * run tasks.
 *
 * @param load - gives the exports of the task's module; by default it is imported by its URL
 * @throws {ArgumentError} when the module exports no function of that name
 * @example
 * import { runTask } from "@wengert/optim/worker";
 *
 * const task = { kind: "call", module: "cubes", name: "cubed", index: 0, input: 3 } as const;
 * const load = () => ({ cubed: (x: number) => x ** 3 }); // in place of an import
 * await runTask(task, load); // => 27
 */
export async function runTask(
  task: Task,
  load: (module: string) => Exports | Promise<Exports> = imported,
  context: TaskContext = alone,
): Promise<unknown> {
  const exports = await load(task.module);
  if (task.kind === "start") return minimized(task, exports, context);
  if (task.kind === "shard") return shardTerm(task, exports);
  if (task.kind === "call") return called(task, exports, context);
  throw new ArgumentError(`run: there is no kind of task "${(task as Task).kind}".`, "run");
}

const alone: TaskContext = { signal: { aborted: false }, progress: () => {} };

/**
 * The exports of a module, by its URL.
 *
 * @throws {ArgumentError} for a relative path: it would be looked for beside this file
 */
export async function imported(module: string): Promise<Exports> {
  if (/^\.\.?\//.test(module)) {
    throw new ArgumentError(`run: "${module}" is a relative path; give new URL("${module}", import.meta.url).`, "run");
  }
  return import(/* @vite-ignore */ module);
}

async function called(task: CallTask, exports: Exports, context: TaskContext): Promise<unknown> {
  const f = functionIn(exports, task.module, task.name) as unknown as (input: unknown, context: TaskContext) => unknown;
  return toTransferable(await f(fromTransferable(task.input), context));
}

async function minimized(task: StartTask, exports: Exports, context: TaskContext): Promise<StartReport> {
  const { module, name, params, paths = [] } = task;
  const f = functionIn(exports, module, name);
  const start = params === undefined ? decode(task.start) : paramsIn(exports, module, params, paths);
  const flag = signalOfFlag(task.stop);
  const signal = {
    get aborted(): boolean {
      return flag?.aborted === true || context.signal.aborted;
    },
  };
  const steps = attempt(runnableOf(f, start, task), task, signal);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
