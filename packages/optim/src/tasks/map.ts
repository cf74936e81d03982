import { ArgumentError } from "@wengert/array";
import { expectFunction, expectOptions, kindOf } from "@wengert/array/author";
import { fromTransferable, toTransferable } from "../spaces/paramspace.ts";
import { defaultThreads } from "./defaultthreads.ts";
import { inFlight, withSignal } from "./inflight.ts";
import type { CallTask, Executor, TaskModule } from "./task.ts";

/** Options of `mapTasks`. */
export interface MapTasksOptions {
  /** Runs the calls. Default: `threads()`. */
  readonly executor?: Executor | undefined;
  /** Ends the calls; the promise is rejected with its reason. */
  readonly signal?: AbortSignal | undefined;
  /** Called after each call that has ended. */
  readonly onResult?: ((output: unknown, index: number, done: number) => void) | undefined;
  /** Called with what a call reports through `progress`. */
  readonly onProgress?: ((progress: unknown, index: number) => void) | undefined;
}

/**
 * Calls an exported function for each input, in other threads or on other machines: cross-validation, simulations, a grid.
 *
 * Inputs and outputs are plain data with numbers, Tensors and parameters; no classes of your own. The function is called as
 * `f(input, { signal, progress })`; it should be pure, because a queue repeats a call whose machine was lost. Inputs are read from
 * their iterator as there is room for them.
 *
 * @param task - the module and the export
 * @returns the outputs, in the order of the inputs
 * @throws {TaskError} for the first call that fails; the others are ended
 * @example
 * import { mapTasks } from "@wengert/optim";
 *
 * const module = "data:text/javascript,export const squared = (x) => x * x;";
 * await mapTasks({ module, name: "squared" }, [1, 2, 3]); // => [1, 4, 9]
 */
export async function mapTasks<Y = unknown>(
  task: TaskModule,
  inputs: Iterable<unknown> | AsyncIterable<unknown>,
  options: MapTasksOptions = {},
): Promise<Y[]> {
  expectOptions("mapTasks", options, ["executor", "signal", "onResult", "onProgress"]);
  const { onResult, onProgress } = options;
  if (onResult !== undefined) expectFunction("mapTasks", "onResult", onResult);
  if (onProgress !== undefined) expectFunction("mapTasks", "onProgress", onProgress);
  const { module, name } = checkModule("mapTasks", task);
  const executor = checkExecutor("mapTasks", options.executor);
  const outputs: Y[] = [];
  let done = 0;
  async function* calls(): AsyncGenerator<CallTask> {
    let index = 0;
    for await (const input of inputs)
      yield { kind: "call", module, name, index: index++, input: toTransferable(input) };
  }
  await withSignal(options.signal, (signal) =>
    inFlight(
      calls(),
      executor,
      signal,
      ({ index }) => onProgress && ((progress) => onProgress(progress, index)),
      ({ index }, output) => {
        outputs[index] = fromTransferable<Y>(output);
        onResult?.(outputs[index], index, ++done);
      },
    ),
  );
  return outputs;
}

/** @throws {ArgumentError} for what is not { module, name } */
export function checkModule(op: string, task: TaskModule): { readonly module: string; readonly name: string } {
  const { module, name } = (task ?? {}) as TaskModule;
  if (typeof name === "string" && (typeof module === "string" || module instanceof URL)) {
    return { module: String(module), name };
  }
  throw new ArgumentError(
    `${op}: the function must be given as { module, name }, not as ${kindOf(task)}: it is imported elsewhere.`,
    op,
  );
}

/** @throws {ArgumentError} for what has no method `run` */
export function checkExecutor(op: string, executor: Executor | undefined): Executor {
  if (executor === undefined) return defaultThreads();
  if (typeof executor?.run === "function") return executor;
  throw new ArgumentError(`${op}: an executor has a method run(task).`, op, "executor");
}
