import { ArgumentError, WengertError } from "@wengert/array";
import { kindOf } from "@wengert/array/author";
import { generator } from "@wengert/random";
import { checkOptions } from "../minimize/options.ts";
import { isSuccess } from "../minimize/outcome.ts";
import { flattenBounds } from "../spaces/bounds.ts";
import type { FlatBounds } from "../spaces/flatbounds.ts";
import { type Grads, type ParamSet, paramSpace } from "../spaces/paramspace.ts";
import type { Space } from "../spaces/space.ts";
import { type Gradient, type Lifted, treeSpace, type Value } from "../spaces/treespace.ts";
import { encode } from "../trees/jsonencoding.ts";
import { isParamSet } from "../trees/plaintree.ts";
import type { Attempt, StartReport } from "./attempt.ts";
import {
  checkMultiStart,
  type MultiStartOptions,
  type MultiStartResult,
  multiStartOptionNames,
  type ObjectiveModule,
  type Optimum,
} from "./options.ts";
import { runHere, runInExecutor } from "./runtasks.ts";
import { samplerFor } from "./samplers.ts";

/**
 * Minimizes from several starts, for objectives with more than one minimum. The first start is given, the others are drawn from
 * a region.
 *
 * The result is the same for the same seed, whatever executor is used. A start that fails does not affect the others. After an
 * abort signal, the result has the status "aborted" and the best point so far.
 *
 * @param f - the objective, as for `minimize`; with an executor its module and export name, since closures cannot be sent
 * @param start - a tree of numbers and Tensors; or, without an executor, a ParamSet, whose parameters are written at the end
 * @param options - `within`, or bounds on both sides, must give the region of the starts
 * @returns the best result, with all distinct optima and a report of each start
 * @throws {ArgumentError} for an invalid option, or an unbounded region
 * @throws {WengertError} when every start failed
 * @example
 * import type { Tensor } from "@wengert/array";
 * import { add, cos, mul, square } from "@wengert/ops";
 * import { multiStart } from "@wengert/optim";
 *
 * const waves = (x: Tensor) => add(mul(0.1, square(x)), cos(mul(3, x)));
 * const { params, optima } = await multiStart(waves, 8, { bounds: { lower: -10, upper: 10 } });
 * Math.abs(params).toFixed(3); // => 1.024
 * optima.length > 2; // => true
 */
export function multiStart(
  f: () => Value,
  start: ParamSet,
  options: MultiStartOptions,
): Promise<MultiStartResult<ParamSet, Grads, Float64Array>>;
export function multiStart<P>(
  f: ((p: Lifted<NoInfer<P>>) => Value) | ObjectiveModule,
  start: P,
  options: MultiStartOptions,
): Promise<MultiStartResult<P, Gradient<P>>>;
export async function multiStart(
  f: ((p: never) => unknown) | ObjectiveModule,
  start: unknown,
  options: MultiStartOptions,
): Promise<unknown> {
  checkOptions(options, "multiStart", multiStartOptionNames);
  checkMultiStart(options);
  const { resolution = 1e-3, starts = 20 } = options;
  const space = await spaceFor(f, start, options.executor !== undefined);
  const region = flattenBounds(options.within ?? options.bounds ?? {}, space.parts);
  const tasks = await tasksOf(space, region, options);
  const { executor, signal, onStart } = options;
  const reports =
    executor === undefined
      ? await runHere(tasks, space, signal, onStart)
      : await runInExecutor(tasks, f as ObjectiveModule, start, executor, signal, onStart);

  const ranked = reports.toSorted((a, b) => rank(a) - rank(b) || a.index - b.index);
  const [best] = ranked;
  if (best.status === "failed" && best.value === Number.POSITIVE_INFINITY) {
    throw new WengertError(
      `multiStart: all ${starts} starts failed, the first with: ${reports[0].message}`,
      "multiStart",
    );
  }
  const total = (count: (report: StartReport) => number): number => reports.reduce((sum, r) => sum + count(r), 0);
  const { value } = best;
  const cut = reports.filter(({ status }) => status === "aborted").length;
  const { status, message } =
    cut === 0 ? best : { status: "aborted", message: `aborted by its signal, ${cut} of ${starts} starts unfinished` };
  return {
    params: space.finish(Float64Array.from(best.x)),
    value,
    gradient: space.gradient(Float64Array.from(best.gradient)),
    iterations: total(({ iterations }) => iterations),
    evaluations: total(({ evaluations }) => evaluations),
    gradientEvaluations: total(({ gradientEvaluations }) => gradientEvaluations),
    hessianEvaluations: total(({ hessianEvaluations }) => hessianEvaluations),
    success: isSuccess(status),
    status,
    message,
    history: [],
    optima: distinctOptima(ranked, region, resolution, space),
    reports,
  };
}

/** The value as a key for sorting; a non-finite value comes last. */
function rank({ value }: StartReport): number {
  return Number.isFinite(value) ? value : Number.MAX_VALUE;
}

async function tasksOf(
  space: Space<unknown, unknown>,
  region: FlatBounds,
  options: MultiStartOptions,
): Promise<Attempt[]> {
  const { starts = 20, sampler = "latinHypercube", seed = 0, budget, bounds } = options;
  const { maxIterations, maxEvaluations, tolerance, memory } = options;
  const { lower, upper } = region;
  const method = options.method ?? (bounds === undefined ? "lbfgs" : "lbfgsb");
  const dimension = space.start.length;
  if (starts > 1 && ![...lower, ...upper].every(Number.isFinite)) {
    const message =
      "multiStart: starts are drawn from a region: give bounds, or within, on both sides of every parameter.";
    throw new ArgumentError(message, "multiStart");
  }
  const unitPoints = await samplerFor(sampler)(starts - 1, dimension, generator(seed));
  const points = unitPoints.map((point) => point.map((u, j) => lower[j] + u * (upper[j] - lower[j])));
  const share = budget === undefined ? undefined : Math.floor(budget / starts);
  const most = Math.min(share ?? Number.POSITIVE_INFINITY, maxEvaluations ?? Number.POSITIVE_INFINITY);
  return [[...space.start], ...points].map((x, index) => ({
    index,
    x,
    method,
    bounds: bounds && encode(bounds),
    maxIterations,
    maxEvaluations: most === Number.POSITIVE_INFINITY ? undefined : most,
    tolerance,
    memory,
  }));
}

/** The distinct points at which starts converged. Points are compared in units of the region. */
function distinctOptima(
  ranked: readonly StartReport[],
  { lower, upper }: FlatBounds,
  resolution: number,
  space: Space<unknown, unknown>,
): readonly Optimum<unknown>[] {
  const groups: StartReport[][] = [];
  const near = (a: StartReport, b: StartReport): boolean =>
    a.x.every((x, j) => {
      const width = upper[j] - lower[j];
      const unit = Number.isFinite(width) && width > 0 ? width : Math.max(1, Math.abs(x));
      return Math.abs(x - b.x[j]) <= resolution * unit;
    });
  for (const report of ranked) {
    if (!isSuccess(report.status)) continue;
    const group = groups.find(([first]) => near(first, report));
    if (group === undefined) groups.push([report]);
    else group.push(report);
  }
  return groups.map((group) => ({
    params: space.at(Float64Array.from(group[0].x)),
    value: group[0].value,
    starts: group.map(({ index }) => index).sort((a, b) => a - b),
  }));
}

async function spaceFor(
  f: ((p: never) => unknown) | ObjectiveModule,
  start: unknown,
  elsewhere: boolean,
): Promise<Space<unknown, unknown>> {
  const refuse = (what: string): ArgumentError => new ArgumentError(`multiStart: ${what}.`, "multiStart");
  if (typeof f === "function") {
    if (elsewhere)
      throw refuse("an executor needs the objective as { module, name }: a closure cannot be sent to another thread");
    return isParamSet(start) ? paramSpace(f as () => unknown, start as ParamSet) : treeSpace(f, start);
  }
  if (isParamSet(start)) throw refuse("a ParamSet cannot be sent to another thread: give a tree of its values");
  const { module, name } = (f ?? {}) as ObjectiveModule;
  if (typeof name !== "string" || (typeof module !== "string" && !(module instanceof URL))) {
    throw refuse(`the objective must be a function, or { module, name }, not ${kindOf(f)}`);
  }
  // The other threads import the objective; this one only needs the layout of the tree.
  if (elsewhere) return treeSpace(() => Number.NaN, start);
  const objective = ((await import(/* @vite-ignore */ String(module))) as Record<string, unknown>)[name];
  if (typeof objective !== "function") throw refuse(`${String(module)} exports no function "${name}"`);
  return treeSpace(objective as (p: never) => unknown, start);
}
