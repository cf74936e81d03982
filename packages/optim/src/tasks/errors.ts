import { WengertError } from "@wengert/array";

/** An error as plain data. */
export interface ErrorData {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
}

/**
 * A task has failed elsewhere. The error there is the `cause`, with its name, message and stack.
 *
 * @example
 * import { mapTasks, TaskError } from "@wengert/optim";
 *
 * const module = "data:text/javascript,export const root = (x) => { if (x < 0) throw new RangeError(`root of ${x}`); return x ** 0.5; };";
 * try {
 *   await mapTasks({ module, name: "root" }, [4, -1]);
 * } catch (error) {
 *   if (!(error instanceof TaskError)) throw error;
 *   (error.cause as Error).name; // => RangeError
 *   error.attempts; // => 1
 * }
 */
export class TaskError extends WengertError {
  override readonly name: string = "TaskError";
  /** How often it was tried. */
  readonly attempts: number;

  constructor(message: string, cause: Error, attempts: number = 1) {
    super(message, "run");
    Object.defineProperty(this, "cause", { value: cause, enumerable: false });
    this.attempts = attempts;
  }
}

/**
 * An error, or any other value that was thrown, as plain data.
 *
 * @example
 * import { errorData } from "@wengert/optim/worker";
 *
 * errorData(new RangeError("too large")).name; // => "RangeError"
 * errorData("a text").message; // => "a text"
 */
export function errorData(thrown: unknown): ErrorData {
  if (!(thrown instanceof Error)) return { name: "Error", message: String(thrown), stack: "" };
  return { name: thrown.name, message: thrown.message, stack: thrown.stack ?? "" };
}

/**
 * The error that plain data tells of, with the stack of where it was thrown.
 *
 * @example
 * import { errorData, errorOf } from "@wengert/optim/worker";
 *
 * const sent = structuredClone(errorData(new RangeError("too large")));
 * String(errorOf(sent)); // => "RangeError: too large"
 */
export function errorOf({ name, message, stack }: ErrorData): Error {
  const error = new Error(message);
  Object.defineProperty(error, "name", { value: name, configurable: true });
  Object.defineProperty(error, "stack", { value: stack || `${name}: ${message}`, configurable: true });
  return error;
}

/**
 * A task in a message: the last part of its module, and its export.
 *
 * @example
 * import { taskName } from "@wengert/optim/worker";
 *
 * taskName({ module: "file:///app/objective.js", name: "waves" }); // => "objective.js#waves"
 */
export function taskName({ module, name }: { readonly module: string; readonly name: string }): string {
  return `${module.split("/").at(-1)}#${name}`;
}

/** The error of a task that has failed. */
export function taskFailed(task: { readonly module: string; readonly name: string }, thrown: ErrorData): TaskError {
  return new TaskError(`${taskName(task)} failed: ${thrown.message}`, errorOf(thrown));
}
