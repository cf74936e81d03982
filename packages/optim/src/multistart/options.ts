import { ArgumentError } from "@wengert/array";
import { expectFunction, expectNumber } from "@wengert/array/author";
import type { Bounds } from "../bounds.ts";
import type { MethodName, OptimizeResult } from "../options.ts";
import type { RunOptions } from "../run.ts";
import type { StartReport, StartTask } from "./attempt.ts";
import type { Sampler, SamplerName } from "./samplers.ts";

/** An objective that another thread can import. */
export interface ObjectiveModule {
  /** URL of a module, as of `new URL("./objective.js", import.meta.url)`. */
  readonly module: string | URL;
  /** The name of its export: a function of a tree, in ops, to a scalar. */
  readonly name: string;
}

/**
 * Runs tasks elsewhere: a pool of worker threads such as `new Piscina({ filename })`, with the file that
 * `import.meta.resolve("@wengert/optim/worker")` names.
 */
export interface Executor {
  /** @param options - a signal that ends the task at once, with its thread; others end by themselves, see `task.stop` */
  run(task: StartTask, options: { readonly signal: AbortSignal }): Promise<StartReport>;
}

/** How to minimize from several starts. */
export interface MultiStartOptions extends Omit<RunOptions, "history"> {
  /** A method by name. Default "lbfgs"; with bounds, "lbfgsb". */
  readonly method?: MethodName | undefined;
  /** Where the parameters may be. */
  readonly bounds?: Bounds | undefined;
  /** Where starts are drawn from, both sides of every parameter. Default: the bounds. */
  readonly within?: Bounds | undefined;
  /** How many starts, the given one included. Default 20. */
  readonly starts?: number | undefined;
  /** How the others are drawn. Default "latinHypercube". */
  readonly sampler?: Sampler | SamplerName | undefined;
  /** Of all that is random. Default 0. */
  readonly seed?: number | undefined;
  /** Evaluations in all, in equal parts for all starts. Default: as many as they need. */
  readonly budget?: number | undefined;
  /** Optima are the same if they differ by no more than this part of the region of starts. Default 10⁻³. */
  readonly resolution?: number | undefined;
  /** Where starts are run. Default: in this thread, with a turn of the event loop between them. */
  readonly executor?: Executor | undefined;
  /** Called with what became of a start, in the order in which they end. */
  readonly onStart?: ((report: StartReport) => unknown) | undefined;
}

/** A place at which one or more starts ended. */
export interface Optimum<Q> {
  /** The parameters there; of a ParamSet, the unconstrained vector. */
  readonly params: Q;
  readonly value: number;
  /** Of the starts that ended there. */
  readonly starts: readonly number[];
}

/** The best end of several starts. Counts of evaluations and iterations are those of all. */
export interface MultiStartResult<P, G, Q = P> extends OptimizeResult<P, G> {
  /** The places at which converged starts ended, the lowest first. */
  readonly optima: readonly Optimum<Q>[];
  /** What became of each start, in the order of the starts. */
  readonly reports: readonly StartReport[];
}

/** @throws {ArgumentError} for an option that makes no sense */
export function checkMultiStart({
  starts = 20,
  seed = 0,
  budget = starts,
  resolution = 1e-3,
  executor,
  onStart,
}: MultiStartOptions): void {
  for (const [name, value] of Object.entries({ starts, seed, budget, resolution }))
    expectNumber("multiStart", name, value);
  const refuse = (what: string): ArgumentError => new ArgumentError(`multiStart: ${what}.`, "multiStart");
  if (!Number.isInteger(starts) || starts < 1) throw refuse(`starts must be a positive integer, not ${starts}`);
  if (!Number.isInteger(seed)) throw refuse(`seed must be an integer, not ${seed}`);
  if (!(budget >= starts)) throw refuse(`a budget of ${budget} evaluations is less than one per start`);
  if (!(resolution >= 0)) throw refuse(`resolution must be ≥ 0, not ${resolution}`);
  if (executor !== undefined && typeof executor?.run !== "function") throw refuse("an executor has a method run(task)");
  if (onStart !== undefined) expectFunction("multiStart", "onStart", onStart);
}
