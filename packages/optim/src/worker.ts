import { runTask } from "./tasks/runtask.ts";
import type { Task } from "./tasks/task.ts";

export type { ErrorData } from "./tasks/errors.ts";
export { errorData, errorOf, taskName } from "./tasks/errors.ts";
export { runTask } from "./tasks/runtask.ts";
export { serveTasks } from "./tasks/serve.ts";

export type { Exports, TaskContext } from "./tasks/task.ts";

/**
 * The task of a worker thread in a pool: what `runTask` does. Pools such as Piscina call the default export of a module.
 *
 * @example
 * import task from "@wengert/optim/worker";
 *
 * // What a pool does in its thread with the data that it was handed:
 * const module = "data:text/javascript,export const cubed = (x) => x ** 3;";
 * await task({ kind: "call", module, name: "cubed", index: 0, input: 3 }); // => 27
 */
export default function task(data: Task): Promise<unknown> {
  return runTask(data);
}
