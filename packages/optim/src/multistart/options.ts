import { ArgumentError } from "@wengert/array";
import { expectFunction, expectNumber } from "@wengert/array/author";
import type { Loss } from "../leastsquares/loss.ts";
import { checkLeastSquares, type LeastSquaresMethod } from "../leastsquares/options.ts";
import { isFitMethod } from "../leastsquares/runfit.ts";
import type { IterationOptions } from "../minimize/iterationoptions.ts";
import type { MethodName, OptimizeResult } from "../minimize/options.ts";
import type { Bounds } from "../spaces/bounds.ts";
import type { Executor, TaskModule } from "../tasks/task.ts";
import type { MultiStartState } from "./resumed.ts";
import type { Sampler, SamplerName } from "./samplers.ts";
import type { StartReport } from "./taskdata.ts";

/** An objective by module and export name: a function of a tree, written in ops, that returns a scalar. */
export interface ObjectiveModule extends TaskModule {
  /**
   * For tagged parameters: the export that has them, a model or a ParamSet. `name` is a loss without arguments then. Every thread has its
   * own copy of both, with the same parameters at the same paths.
   */
  readonly params?: string;
}

/** Options of `multiStart`. */
export interface MultiStartOptions extends Omit<IterationOptions, "history"> {
  /**
   * A method by name. Default "lbfgs"; with bounds, "lbfgsb". With "lm", "trf" or "dogleg" the function gives residuals, as for
   * `leastSquares`, and the value is half the sum of their squares.
   */
  readonly method?: MethodName | LeastSquaresMethod | undefined;
  /** Of residuals, as for `leastSquares`. */
  readonly loss?: Loss | undefined;
  readonly lossScale?: number | undefined;
  /** The unit of each parameter, as for `minimize`; for residuals also "jacobian", as for `leastSquares`. */
  readonly xScale?: unknown;
  /** The first radius of a trust region, for "trust-ncg" and residuals. */
  readonly trustRadius?: number | undefined;
  /** The first simplex for "nelder-mead" at the given start. At the others it has the same form. */
  readonly simplex?: readonly unknown[] | undefined;
  /** Where the parameters may be. */
  readonly bounds?: Bounds | undefined;
  /** The region from which starts are drawn, bounded on both sides. Default: the bounds. */
  readonly within?: Bounds | undefined;
  /** The number of starts, including the given one. Default 20. */
  readonly starts?: number | undefined;
  /** The sampler that draws the other starts. Default "latinHypercube". */
  readonly sampler?: Sampler | SamplerName | undefined;
  /** The seed of the sampler. Default 0. */
  readonly seed?: number | undefined;
  /** Evaluations in all, shared equally between the starts. Default: no limit. */
  readonly budget?: number | undefined;
  /** Two optima are the same if they differ by at most this fraction of the region. Default 10⁻³. */
  readonly resolution?: number | undefined;
  /**
   * Runs the starts elsewhere. Default for { module, name }: `threads()`. A function cannot be sent, so its starts run in this thread,
   * with pauses for the event loop.
   */
  readonly executor?: Executor | undefined;
  /**
   * Compiles the objective with its gradient (`compile` of `@wengert/graph`): it is written down at the first evaluation and runs as a
   * plan from then on. It must be a pure function. Default false.
   */
  readonly compile?: boolean | undefined;
  /** Called with the report of each start, in the order in which they end, and the state then. */
  readonly onStart?: ((report: StartReport, state: MultiStartState) => unknown) | undefined;
  /** A state of the same starts, from `onStart` or from a result, to continue from. */
  readonly resume?: MultiStartState | undefined;
}

/** A minimum at which one or more starts ended. */
export interface Optimum<Q> {
  /** The parameters there; of a ParamSet, the unconstrained vector. */
  readonly params: Q;
  readonly value: number;
  /** The indices of the starts that ended there. */
  readonly starts: readonly number[];
}

/** The best result of several starts. Evaluations and iterations are counted over all starts. */
export interface MultiStartResult<P, G, Q = P> extends OptimizeResult<P, G> {
  /** The distinct minima at which starts converged, the lowest first. */
  readonly optima: readonly Optimum<Q>[];
  /** The report of each start, in the order of the starts. */
  readonly reports: readonly StartReport[];
  /** To be saved as JSON and given to `resume`. */
  readonly state: MultiStartState;
}

/** The names of the options of `multiStart`. */
export const multiStartOptionNames: Readonly<Record<keyof MultiStartOptions, true>> = {
  method: true,
  bounds: true,
  xScale: true,
  trustRadius: true,
  simplex: true,
  within: true,
  starts: true,
  sampler: true,
  seed: true,
  budget: true,
  resolution: true,
  executor: true,
  onStart: true,
  loss: true,
  lossScale: true,
  resume: true,
  compile: true,
  maxIterations: true,
  maxEvaluations: true,
  timeLimit: true,
  tolerance: true,
  memory: true,
  signal: true,
};

/** @throws {ArgumentError} for an invalid option */
export function checkMultiStart({
  method,
  bounds,
  loss,
  lossScale,
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
  if (isFitMethod(method)) checkLeastSquares({ method, bounds, loss, lossScale }, "multiStart");
  else if (loss !== undefined || lossScale !== undefined) {
    throw refuse('loss and lossScale are for residuals: with the method "lm", "trf" or "dogleg"');
  }
  if (onStart !== undefined) expectFunction("multiStart", "onStart", onStart);
}
