import { signalOfFlag } from "../multistart/stopsignal.ts";
import { errorData } from "./errors.ts";
import { imported, runTask } from "./runtask.ts";
import { builtin } from "./spawn.ts";
import type { Exports } from "./task.ts";
import type { Answer, Order } from "./threads.ts";

/** The side of a thread on which the pool is. */
interface Port {
  postMessage(message: unknown): void;
  on?(event: "message", listener: (order: Order) => void): void;
  onmessage?: ((event: { readonly data: Order }) => void) | null;
}

/**
 * Makes a thread do the tasks of a pool: `threads({ worker })` begins such threads. The module of a worker calls it, with the modules
 * that its bundler has put in.
 *
 * @param load - gives the exports of a module by its name; by default it is imported by its URL
 * @example
 * import { serveTasks } from "@wengert/optim/worker";
 *
 * // The module of a worker, whose bundler has put the objective in:
 * const objectives = { waves: (x: number) => Math.sin(x) }; // import * as objectives from "./objectives.ts"
 * serveTasks(() => objectives);
 */
export function serveTasks(load: (module: string) => Exports | Promise<Exports> = imported): void {
  const port =
    builtin<{ parentPort: Port | null }>("node:worker_threads")?.parentPort ?? (globalThis as unknown as Port);
  const serve = async ({ id, task, stop }: Order): Promise<void> => {
    const answer = (message: Answer): void => port.postMessage(message);
    try {
      const signal = signalOfFlag(stop) ?? { aborted: false };
      const exports = await load(task.module);
      answer({ id, begun: true });
      const result = await runTask(task, () => exports, { signal, progress: (progress) => answer({ id, progress }) });
      answer({ id, result });
    } catch (error) {
      answer({ id, error: errorData(error) });
    }
  };
  if (port.on === undefined) port.onmessage = ({ data }) => void serve(data);
  else port.on("message", (order) => void serve(order));
}
