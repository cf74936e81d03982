import { ArgumentError, WengertError } from "@wengert/array";
import { expectOptions } from "@wengert/array/author";
import { type ErrorData, taskFailed, taskName } from "./errors.ts";
import { processors, spawn, type Thread } from "./spawn.ts";
import type { Executor, RunOptions, Task } from "./task.ts";

/** A task on its way into a thread. */
export interface Order {
  readonly id: number;
  readonly task: Task;
  /** Shared memory: the task should end soon when its first number is 1. Absent where a page may not share memory. */
  readonly stop: SharedArrayBuffer | undefined;
}

/** A result, an error or progress on its way back. */
export interface Answer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: ErrorData;
  readonly progress?: unknown;
  /** The module of the task is there, and the task begins. */
  readonly begun?: true;
}

/** How much longer than its limit a task may take when its thread and its module are not there yet, in milliseconds. */
const loading = 30_000;

/** Options of `threads`. */
export interface ThreadsOptions {
  /** The number of threads. Default: that of the processors, at most 8. */
  readonly size?: number | undefined;
  /** The most time for one task, once its module is there, in milliseconds; its thread is ended then. Default: no limit. */
  readonly timeLimit?: number | undefined;
  /** The module of the threads, or a function that makes one; it calls `serveTasks`. For pages whose bundler does not find the default. */
  readonly worker?: string | URL | (() => unknown) | undefined;
}

/** A pool of threads. Threads begin when they are needed, and idle ones do not keep a program running. */
export interface ThreadPool extends Executor {
  readonly capacity: number;
  readonly size: number;
  /** Ends all threads; what runs is rejected. */
  close(): void;
}

/** A task with its caller. */
interface Job {
  readonly order: Order;
  readonly options: RunOptions;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
  /** Begins its time. @param more - beyond the limit, in milliseconds */
  readonly limit: (more: number) => void;
  readonly release: () => void;
}

/**
 * An executor on threads of this program, in Node and in browsers. Each does one task at a time and imports the task's module once.
 *
 * A task that is aborted, or takes longer than the limit, is ended with its thread; another takes the thread's place.
 *
 * @example
 * import { mapTasks, threads } from "@wengert/optim";
 *
 * const executor = threads({ size: 2 });
 * const module = "data:text/javascript,export const half = (x) => x / 2;";
 * await mapTasks({ module, name: "half" }, [1, 2], { executor }); // => [0.5, 1]
 * executor.close();
 */
export function threads(options: ThreadsOptions = {}): ThreadPool {
  expectOptions("threads", options, ["size", "timeLimit", "worker"]);
  const { size = Math.min(8, processors()), timeLimit, worker } = options;
  if (!Number.isInteger(size) || size < 1)
    throw new ArgumentError(`threads: size must be a positive integer, not ${size}.`, "threads", "size");
  if (timeLimit !== undefined && !(timeLimit > 0 && timeLimit < 2e9))
    throw new ArgumentError(`threads: timeLimit must be > 0 and < 2·10⁹ ms, not ${timeLimit}.`, "threads", "timeLimit");

  const waiting: Job[] = [];
  const idle: Thread[] = [];
  const busy = new Map<Thread, Job>();
  let count = 0;

  const next = (): void => {
    const [job] = waiting;
    if (job === undefined || busy.size >= size) return;
    waiting.shift();
    let thread: Thread | undefined;
    try {
      thread = idle.pop() ?? begin();
      busy.set(thread, job);
      thread.hold(true);
      job.limit(loading);
      thread.post(job.order);
    } catch (error) {
      // No thread could begin, or the task cannot be copied: it has a function in it, for instance.
      if (thread === undefined) job.release();
      else settle(thread, () => {});
      job.reject(error);
    }
  };
  /** Ends a job; its thread takes the next one. */
  const settle = (thread: Thread, how: () => void): void => {
    busy.get(thread)?.release();
    if (busy.delete(thread)) {
      thread.hold(false);
      idle.push(thread);
    }
    how();
    next();
  };
  /** Gives a thread up, with what it does. */
  const give = (thread: Thread, error: unknown): void => {
    const job = busy.get(thread);
    busy.delete(thread);
    if (idle.includes(thread)) idle.splice(idle.indexOf(thread), 1);
    thread.terminate();
    job?.release();
    job?.reject(error);
    next();
  };
  const begin = (): Thread => {
    const thread = spawn(worker, {
      onMessage: (message) => {
        const { id, error, progress, begun, ...rest } = message as Answer;
        const job = busy.get(thread);
        if (job?.order.id !== id) return;
        if (error !== undefined) settle(thread, () => job.reject(taskFailed(job.order.task, error)));
        else if ("result" in rest) settle(thread, () => job.resolve(rest.result));
        else if (begun) job.limit(0);
        else job.options.onProgress?.(progress);
      },
      onEnd: ({ name, message, stack = "" }) => {
        const job = busy.get(thread);
        give(thread, job && taskFailed(job.order.task, { name, message, stack }));
      },
    });
    return thread;
  };

  const threadOf = (job: Job): Thread | undefined => [...busy].find(([, other]) => other === job)?.[0];
  const run = (task: Task, options: RunOptions): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const { signal, stop } = options;
      if (signal.aborted) {
        reject(signal.reason);
        return;
      }
      const flag = stop && typeof SharedArrayBuffer !== "undefined" ? new SharedArrayBuffer(4) : undefined;
      const end = (error: unknown): void => {
        const thread = threadOf(job);
        if (thread !== undefined) {
          give(thread, error);
          return;
        }
        waiting.splice(waiting.indexOf(job), 1);
        job.release();
        reject(error);
      };
      const onAbort = (): void => end(signal.reason);
      const onStop = (): void => void (flag && Atomics.store(new Int32Array(flag), 0, 1));
      const late = (): void => end(new WengertError(`${taskName(task)} took longer than ${timeLimit} ms.`, "run"));
      let clock: ReturnType<typeof setTimeout> | undefined;
      const job: Job = {
        order: { id: count++, task, stop: flag },
        options,
        resolve,
        reject,
        limit: (more) => {
          clearTimeout(clock);
          if (timeLimit !== undefined) clock = setTimeout(late, timeLimit + more);
        },
        release: () => {
          clearTimeout(clock);
          signal.removeEventListener("abort", onAbort);
          stop?.removeEventListener("abort", onStop);
        },
      };
      signal.addEventListener("abort", onAbort, { once: true });
      stop?.addEventListener("abort", onStop, { once: true });
      if (stop?.aborted) onStop();
      waiting.push(job);
      next();
    });
  return {
    size,
    capacity: 2 * size,
    run,
    close: () => {
      const closed = new WengertError("run: the threads were closed.", "run");
      for (const job of waiting.splice(0)) {
        job.release();
        job.reject(closed);
      }
      for (const thread of [...busy.keys(), ...idle]) give(thread, closed);
    },
  };
}
