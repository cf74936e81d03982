import { WengertError } from "@wengert/array";
import { checkOptions } from "../minimize/options.ts";
import { isSuccess, type Status } from "../minimize/outcome.ts";
import { minimizeReport } from "../reports/minimizereport.ts";
import { showNumber } from "../reports/table.ts";
import { flattenBounds } from "../spaces/bounds.ts";
import type { Grads, ParamSet } from "../spaces/paramspace.ts";
import type { Gradient, Lifted, Value, Widened } from "../spaces/treespace.ts";
import { defaultThreads } from "../tasks/defaultthreads.ts";
import { encode } from "../trees/jsonencoding.ts";
import { isParamSet } from "../trees/plaintree.ts";
import { objectiveHere } from "./objectives.ts";
import { distinctOptima, rank } from "./optima.ts";
import {
  checkMultiStart,
  type MultiStartOptions,
  type MultiStartResult,
  multiStartOptionNames,
  type ObjectiveModule,
} from "./options.ts";
import { doneBefore, stateAfter } from "./resumed.ts";
import { runHere, runInExecutor } from "./runtasks.ts";
import type { StartReport } from "./taskdata.ts";
import { tasksOf } from "./tasks.ts";

/**
 * Minimizes from several starts, for objectives with more than one minimum. The first start is given, the others are drawn from
 * a region.
 *
 * The result is the same for the same seed, whatever executor is used. A start that fails does not affect the others. After an
 * abort signal, the result has the status "aborted" and the best point so far.
 *
 * @param f - the objective, as for `minimize`, or residuals, as for `leastSquares`; or its module and export name, to run the starts in
 * other threads or on other machines (`executor`), since closures cannot be sent
 * @param start - a tree of numbers and Tensors; or a ParamSet, whose parameters are written at the end
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
  f: (() => Value) | ObjectiveModule,
  start: ParamSet,
  options: MultiStartOptions,
): Promise<MultiStartResult<ParamSet, Grads, Float64Array>>;
export function multiStart<P>(
  f: ((p: Lifted<NoInfer<P>>) => Value) | ObjectiveModule,
  start: P,
  options: MultiStartOptions,
): Promise<MultiStartResult<Widened<P>, Gradient<P>>>;
export async function multiStart(
  f: ((p: never) => unknown) | ObjectiveModule,
  start: unknown,
  options: MultiStartOptions,
): Promise<unknown> {
  checkOptions(options, "multiStart", multiStartOptionNames);
  checkMultiStart(options);
  const { resolution = 1e-3, starts = 20 } = options;
  const runnable = objectiveHere(f, start, options);
  const space = runnable.layout;
  const region = flattenBounds(options.within ?? options.bounds ?? {}, space.parts);
  const tasks = await tasksOf(space.start(), region, options);
  // Throws here for what would fail at every start.
  runnable.begin(tasks[0]);
  const { timeLimit, onStart, seed = 0 } = options;
  const executor = options.executor ?? (typeof f === "function" ? undefined : defaultThreads());
  const clock = timeLimit === undefined ? undefined : AbortSignal.timeout(timeLimit);
  const signal = clock && options.signal ? AbortSignal.any([clock, options.signal]) : (clock ?? options.signal);
  const before = doneBefore(tasks, seed, options.resume);
  const ended = [...before];
  const note = (report: StartReport): void => {
    ended.push(report);
    onStart?.(report, stateAfter(tasks, seed, ended));
  };
  const open = tasks.filter(({ index }) => !before.some((report) => report.index === index));
  const sent = isParamSet(start) ? { paths: (start as ParamSet).paths } : { start: encode(start) };
  const fresh =
    executor === undefined
      ? await runHere(open, runnable, signal, note)
      : await runInExecutor(open, f as ObjectiveModule, sent, executor, signal, note);
  const late = clock?.aborted === true && options.signal?.aborted !== true;
  const reports = [...before, ...fresh.map((report) => (late ? timedOut(report) : report))].toSorted(
    (a, b) => a.index - b.index,
  );

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
  const cut = reports.filter(({ status }) => status === "aborted" || status === "timeLimit").length;
  const cause = late ? "stopped by the time limit" : "aborted by its signal";
  const cutShort = {
    status: late ? "timeLimit" : "aborted",
    message: `${cause}, ${cut} of ${starts} starts unfinished`,
  };
  const { status, message } = (cut === 0 ? best : cutShort) as { status: Status; message: string };
  const result: MultiStartResult<unknown, unknown> = {
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
    constraints: [],
    violation: 0,
    optima: distinctOptima(ranked, region, resolution, space),
    reports,
    state: stateAfter(tasks, seed, reports),
  };
  const minima = result.optima.map(
    (optimum) => `${showNumber(optimum.value, 8)} (${optimum.starts.length} of ${starts})`,
  );
  const shown = `${minima.slice(0, 8).join(", ")}${minima.length > 8 ? ", …" : ""}`;
  return minimizeReport(result, space, "multiStart", [
    minima.length === 0 ? "no start has converged" : `${minima.length} distinct minima: ${shown}`,
  ]);
}

/** A start that was cut by the clock, not by the user's signal. */
function timedOut(report: StartReport): StartReport {
  return report.status === "aborted"
    ? { ...report, status: "timeLimit", message: "stopped by the time limit" }
    : report;
}
