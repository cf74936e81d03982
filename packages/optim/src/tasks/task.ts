import type { StartTask } from "../multistart/taskdata.ts";

/** A function by module and export name, so that other threads and machines can import it. */
export interface TaskModule {
  /** The URL of a module, for instance `new URL("./objective.js", import.meta.url)`; for a queue also the name of a package. */
  readonly module: string | URL;
  /** The name of the export. */
  readonly name: string;
}

/** A call of an exported function. */
export interface CallTask {
  readonly kind: "call";
  readonly module: string;
  readonly name: string;
  /** The place among the inputs. It makes tasks with the same input distinct. */
  readonly index: number;
  /** As `toTransferable` writes it. */
  readonly input: unknown;
}

/** A term of a sum, or its derivatives, at a point. */
export interface ShardTask {
  readonly kind: "shard";
  readonly module: string;
  readonly name: string;
  /** For tags: the name of the export that has them. */
  readonly params?: string | undefined;
  /** Their paths, if they are known. */
  readonly paths?: readonly string[] | undefined;
  /** The name of the export that makes the shard from `shard`. */
  readonly load?: string | undefined;
  readonly index: number;
  /** As `toTransferable` writes it; with `load`, whatever that takes. */
  readonly shard: unknown;
  /** The parameters: as `toTransferable` writes them; for tags the unconstrained vector. */
  readonly at: unknown;
  readonly wanted: "value" | "gradient" | "hvp";
  /** For a product with the Hessian: the factor, as a flat vector. */
  readonly v?: Float64Array | undefined;
}

/** Plain data that says what another thread or machine is to compute. */
export type Task = CallTask | ShardTask | StartTask;

/** What comes along with a task. */
export interface RunOptions {
  /** On its abort the task is given up, and what runs it is ended. */
  readonly signal: AbortSignal;
  /** On its abort the task should end soon, with what it has. */
  readonly stop?: AbortSignal | undefined;
  /** Receives what the task reports while it runs. */
  readonly onProgress?: ((progress: unknown) => void) | undefined;
}

/**
 * Runs tasks somewhere else: `threads()`, a queue on other machines (`@wengert/queue`), or a pool such as `new Piscina({ filename })`,
 * with the file that `import.meta.resolve("@wengert/optim/worker")` names.
 */
export interface Executor {
  /** @returns what `runTask` has returned there */
  run(task: Task, options: RunOptions): Promise<unknown>;
  /** How many tasks to hand over at once; others wait, and take no memory there. Default: no limit. */
  readonly capacity?: number | undefined;
}

/** What a task can see of the world outside. */
export interface TaskContext {
  /** Aborted when the task should end soon, with what it has. */
  readonly signal: { readonly aborted: boolean };
  /** Tells the caller something; plain data. */
  readonly progress: (progress: unknown) => void;
}

/**
 * The exports of a module.
 *
 * @example
 * import type { Exports } from "@wengert/optim/worker";
 *
 * const module: Exports = { loss: (x: number) => x * x };
 * Object.keys(module); // => ["loss"]
 */
export type Exports = Readonly<Record<string, unknown>>;
