import { ArgumentError, WengertError } from "@wengert/array";
import { kindOf } from "@wengert/array/author";
import { boxOf } from "./bounds.ts";
import type { Box } from "./box.ts";
import type { Attempt, StartReport } from "./multistart/attempt.ts";
import {
  checkMultiStart,
  type MultiStartOptions,
  type MultiStartResult,
  type ObjectiveModule,
  type Optimum,
} from "./multistart/options.ts";
import { performElsewhere, performHere } from "./multistart/perform.ts";
import { seeded } from "./multistart/random.ts";
import { samplerFor } from "./multistart/samplers.ts";
import { isParamSet } from "./opened.ts";
import { checkOptions } from "./options.ts";
import { type Grads, type ParamSet, paramSpace } from "./paramspace.ts";
import { encode } from "./saved.ts";
import type { Space } from "./space.ts";
import { type Gradient, type Lifted, treeSpace, type Value } from "./treespace.ts";

/**
 * Minimizes from several starts, for objectives with more than one minimum: the given start, and others drawn from a region.
 *
 * Deterministic for a seed, wherever the starts are run. A start that fails loses nothing of what the others find, nor does
 * a signal that ends them all: its result, of status "aborted", holds the best so far.
 *
 * @param f - the objective, as of `minimize`; or where a worker thread finds it, since closures do not travel
 * @param start - a tree of numbers and Tensors; or a ParamSet, in this thread, whose parameters are written once, at the end
 * @param options - bounds on both sides, or `within`, say where starts are drawn from
 * @returns the best end, with all distinct optima and what became of each start
 * @throws {ArgumentError} for an option that makes no sense, or a region without an end
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
  checkOptions(options, "multiStart");
  checkMultiStart(options);
  const { resolution = 1e-3, starts = 20 } = options;
  const space = await spaceOf(f, start, options.executor !== undefined);
  const region = boxOf(options.within ?? options.bounds ?? {}, space.parts);
  const tasks = await tasksOf(space, region, options);
  const { executor, signal, onStart } = options;
  const reports =
    executor === undefined
      ? await performHere(tasks, space, signal, onStart)
      : await performElsewhere(tasks, f as ObjectiveModule, start, executor, signal, onStart);

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
    success: status === "converged",
    status,
    message,
    history: [],
    optima: distinct(ranked, region, resolution, space),
    reports,
  };
}

/** Infinity for what is no value, so that it comes last. */
function rank({ value }: StartReport): number {
  return Number.isFinite(value) ? value : Number.MAX_VALUE;
}

async function tasksOf(space: Space<unknown, unknown>, region: Box, options: MultiStartOptions): Promise<Attempt[]> {
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
  const places = await samplerFor(sampler)(starts - 1, dimension, seeded(seed));
  const points = places.map((place) => place.map((u, j) => lower[j] + u * (upper[j] - lower[j])));
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

/** The places at which starts converged, told apart by their distance in units of the region. */
function distinct(
  ranked: readonly StartReport[],
  { lower, upper }: Box,
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
    if (report.status !== "converged") continue;
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

async function spaceOf(
  f: ((p: never) => unknown) | ObjectiveModule,
  start: unknown,
  elsewhere: boolean,
): Promise<Space<unknown, unknown>> {
  const refuse = (what: string): ArgumentError => new ArgumentError(`multiStart: ${what}.`, "multiStart");
  if (typeof f === "function") {
    if (elsewhere)
      throw refuse("an executor needs the objective as { module, name }: closures do not travel to other threads");
    return isParamSet(start) ? paramSpace(f as () => unknown, start as ParamSet) : treeSpace(f, start);
  }
  if (isParamSet(start)) throw refuse("a ParamSet does not travel to other threads: give a tree of its values");
  const { module, name } = (f ?? {}) as ObjectiveModule;
  if (typeof name !== "string" || (typeof module !== "string" && !(module instanceof URL))) {
    throw refuse(`the objective must be a function, or { module, name }, not ${kindOf(f)}`);
  }
  // Elsewhere it is imported; here only the tree's layout is needed.
  if (elsewhere) return treeSpace(() => Number.NaN, start);
  const objective = ((await import(/* @vite-ignore */ String(module))) as Record<string, unknown>)[name];
  if (typeof objective !== "function") throw refuse(`${String(module)} exports no function "${name}"`);
  return treeSpace(objective as (p: never) => unknown, start);
}
