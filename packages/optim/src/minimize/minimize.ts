import { expectFunction } from "@wengert/array/author";
import type { Gradient, Lifted, Value, Widened } from "@wengert/core";
import type { Grads, ParamSet } from "@wengert/params";
import { constrain } from "../constrained/constrain.ts";
import { checkConstraints } from "../constrained/constraint.ts";
import { minimizeReport } from "../reports/minimizereport.ts";
import { paramSpace } from "../spaces/paramspace.ts";
import type { Space } from "../spaces/space.ts";
import { treeSpace } from "../spaces/treespace.ts";
import { isParamSet } from "../trees/plaintree.ts";
import { checkInverseHessian, inverseHessianOf } from "./inversehessian.ts";
import { constrainedMethodFor, methodFor } from "./methodbyname.ts";
import {
  checkOptions,
  type Iteration,
  type MinimizeOptions,
  minimizeOptionNames,
  type OptimizeResult,
} from "./options.ts";
import { Problem } from "./problem.ts";
import { type ReportedEnd, reportedLoop } from "./reportedloop.ts";
import { loadState } from "./savedstate.ts";
import { scaled } from "./scaling.ts";

/**
 * Minimizes a function of a tree of parameters.
 *
 * A step is shortened if the function is not finite at its end, or a matrix in it is not positive definite. The start must be a
 * point where it is. The result has the best point found, whatever the status is.
 *
 * @param f - the objective, written in ops, that returns a scalar; a function without arguments where the start is a ParamSet
 * @param start - a tree of numbers and Tensors, whose static leaves are kept; or a ParamSet, whose parameters are written at the
 * end
 * @param options - by default, L-BFGS until convergence
 * @throws {UnknownLeafError} for a leaf of the start that is neither a number nor a Tensor
 * @throws {NonScalarLossError} where the objective does not return a scalar
 * @example
 * import type { Tensor } from "@wengert/array";
 * import { add, mul, square, sub } from "@wengert/ops";
 * import { minimize } from "@wengert/optim";
 *
 * const rosenbrock = (p: { x: Tensor; y: Tensor }) =>
 *   add(square(sub(1, p.x)), mul(100, square(sub(p.y, square(p.x)))));
 * const { params, status } = minimize(rosenbrock, { x: -1.2, y: 1 });
 * Math.round(1e5 * params.x); // => 100000
 * status; // => converged
 */
export function minimize(
  f: () => Value,
  start: ParamSet,
  options?: MinimizeOptions<Float64Array>,
): OptimizeResult<ParamSet, Grads>;
export function minimize<P>(
  f: (p: Lifted<NoInfer<P>>) => Value,
  start: P,
  options?: MinimizeOptions<NoInfer<P>>,
): OptimizeResult<Widened<P>, Gradient<P>>;
export function minimize(f: (p: never) => unknown, start: unknown, options?: MinimizeOptions<never>): unknown {
  const { loop, finish } = prepare(f, start, options);
  for (;;) {
    const end = advanced(loop);
    if (end !== undefined) return finish(end.result);
  }
}

/** The end after another iteration, if it was the last. What an iteration yields is not kept while the next one is computed. */
function advanced<T>(steps: Generator<unknown, T>): { readonly result: T } | undefined {
  const step = steps.next();
  return step.done ? { result: step.value } : undefined;
}

/** How long iterations may block the event loop, in milliseconds: half a frame of a display. */
const longestTurn = 8;

/**
 * {@link minimize} with pauses, at least every 8 ms between two iterations, in which timers, buttons and signals work.
 *
 * A single evaluation that takes longer blocks the event loop. To keep a page responsive then, minimize in a worker.
 *
 * @example
 * import { square, sub } from "@wengert/ops";
 * import { minimizeAsync } from "@wengert/optim";
 *
 * const { params } = await minimizeAsync((x) => square(sub(x, 2)), 0, { signal: AbortSignal.timeout(1000) });
 * Math.round(1e5 * params); // => 200000
 */
export function minimizeAsync(
  f: () => Value,
  start: ParamSet,
  options?: MinimizeOptions<Float64Array>,
): Promise<OptimizeResult<ParamSet, Grads>>;
export function minimizeAsync<P>(
  f: (p: Lifted<NoInfer<P>>) => Value,
  start: P,
  options?: MinimizeOptions<NoInfer<P>>,
): Promise<OptimizeResult<Widened<P>, Gradient<P>>>;
export async function minimizeAsync(
  f: (p: never) => unknown,
  start: unknown,
  options?: MinimizeOptions<never>,
): Promise<unknown> {
  const { loop, finish } = prepare(f, start, options);
  let resumed = performance.now();
  for (;;) {
    const end = advanced(loop);
    if (end !== undefined) return finish(end.result);
    // Browsers wait at least 4 ms for a timer, which would take longer than many iterations.
    if (performance.now() - resumed < longestTurn) continue;
    await new Promise((resume) => setTimeout(resume));
    resumed = performance.now();
  }
}

/**
 * {@link minimize} as an iterator: yields after each iteration, and returns the result.
 *
 * @example
 * import { square } from "@wengert/ops";
 * import { minimizeSteps } from "@wengert/optim";
 *
 * let best = 3;
 * for (const { params, value } of minimizeSteps((x) => square(x), best)) {
 *   best = params;
 *   if (value < 1e-3) break;
 * }
 */
export function minimizeSteps(
  f: () => Value,
  start: ParamSet,
  options?: MinimizeOptions<Float64Array>,
): Generator<Iteration<Float64Array>, OptimizeResult<ParamSet, Grads>, void>;
export function minimizeSteps<P>(
  f: (p: Lifted<NoInfer<P>>) => Value,
  start: P,
  options?: MinimizeOptions<NoInfer<P>>,
): Generator<Iteration<P>, OptimizeResult<Widened<P>, Gradient<P>>, void>;
export function minimizeSteps(f: (p: never) => unknown, start: unknown, options?: MinimizeOptions<never>): unknown {
  return iterate(f, start, options);
}

function* iterate(
  f: (p: never) => unknown,
  start: unknown,
  options?: MinimizeOptions<never>,
): Generator<Iteration<unknown>, OptimizeResult<unknown, unknown>, void> {
  const { loop, finish } = prepare(f, start, options);
  return finish(yield* loop);
}

/** A minimization about to begin. */
interface Prepared {
  readonly loop: Generator<Iteration<unknown>, ReportedEnd, void>;
  readonly finish: (end: ReportedEnd) => OptimizeResult<unknown, unknown>;
}

function prepare(f: (p: never) => unknown, start: unknown, options: MinimizeOptions<never> = {}): Prepared {
  expectFunction("minimize", "f", f);
  checkOptions(options, "minimize", minimizeOptionNames);
  const { bounds, resume, inverseHessian: kind } = options;
  const constraints = checkConstraints("minimize", options.constraints ?? []);
  const unconstrained = bounds === undefined ? "lbfgs" : "lbfgsb";
  const { method = constraints.length > 0 ? "sqp" : unconstrained } = options;
  const name = typeof method === "string" ? method : "a transformation";
  const constrained = constrainedMethodFor(method, constraints.length > 0);
  const {
    space,
    scales,
    options: own,
  } = scaled(spaceOf(f, start, options.compile), name, options, constrained !== undefined);
  const resumed = resume && loadState(resume, name, space.size);
  if (constrained !== undefined) {
    const { problem, finish } = constrain(space, constraints, start, options.feasibilityTolerance);
    const loop = reportedLoop(space, problem, constrained, name, { ...options, ...own }, resumed);
    return { loop, finish: (end) => minimizeReport(finish(end), space) };
  }
  const chosen = methodFor(method, space, bounds !== undefined);
  checkInverseHessian(kind, chosen, name);
  const problem = new Problem(chosen.derivatives ? space.objective : space.valueOnly, space.curvature, space.firstNaN);
  const loop = reportedLoop(space, problem, chosen, name, { ...options, ...own }, resumed);
  return {
    loop,
    finish: ({ result, point, state }) => {
      if (kind === undefined) return minimizeReport(result, space);
      const inverseHessian = inverseHessianOf(kind, problem, chosen, state, point.x, scales);
      return minimizeReport({ ...result, hessianEvaluations: problem.hessianEvaluations, inverseHessian }, space);
    },
  };
}

function spaceOf(f: (p: never) => unknown, start: unknown, compiled?: boolean): Space<unknown, unknown> {
  return isParamSet(start)
    ? paramSpace(f as () => unknown, start as ParamSet, compiled)
    : treeSpace(f, start, "minimize", compiled);
}
