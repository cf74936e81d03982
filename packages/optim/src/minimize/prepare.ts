import { ArgumentError } from "@wengert/array";
import { expectFunction } from "@wengert/array/author";
import { constrain } from "../constrained/constrain.ts";
import { checkConstraints } from "../constrained/constraint.ts";
import { minimizeReport } from "../reports/minimizereport.ts";
import { type ParamSet, paramSpace } from "../spaces/paramspace.ts";
import type { Space } from "../spaces/space.ts";
import { treeSpace } from "../spaces/treespace.ts";
import { isParamSet } from "../trees/plaintree.ts";
import { type AsyncObjective, asyncSpace, isAsyncObjective } from "./asyncobjective.ts";
import { checkInverseHessian, inverseHessianOf } from "./inversehessian.ts";
import { constrainedMethodFor, methodFor } from "./methodbyname.ts";
import {
  checkOptions,
  type Iteration,
  type MinimizeOptions,
  minimizeOptionNames,
  type OptimizeResult,
} from "./options.ts";
import type { Pause } from "./pause.ts";
import { Problem } from "./problem.ts";
import { type ReportedEnd, reportedLoop } from "./reportedloop.ts";
import { loadState } from "./savedstate.ts";
import { scaled } from "./scaling.ts";

/** A minimization about to begin. */
export interface Prepared<Step> {
  readonly loop: Generator<Step, ReportedEnd, void>;
  readonly finish: (end: ReportedEnd) => OptimizeResult<unknown, unknown>;
}

/** A minimization of a function. */
export function prepareHere(
  f: (p: never) => unknown,
  start: unknown,
  options?: MinimizeOptions<never>,
): Prepared<Iteration<unknown>> {
  if (isAsyncObjective(f)) {
    const message = "minimize: this objective answers later: use await minimizeAsync(f, start).";
    throw new ArgumentError(message, "minimize", "f");
  }
  // A function answers at once: there are no pauses.
  return prepare(f, start, options) as Prepared<Iteration<unknown>>;
}

/** A minimization of a function, or of an objective that answers later: then it pauses until answers are there. */
export function prepare(
  f: ((p: never) => unknown) | AsyncObjective<unknown>,
  start: unknown,
  options: MinimizeOptions<never> = {},
): Prepared<Iteration<unknown> | Pause> {
  if (!isAsyncObjective(f)) expectFunction("minimize", "f", f);
  checkOptions(options, "minimize", minimizeOptionNames);
  const { bounds, resume, inverseHessian: kind } = options;
  const constraints = checkConstraints("minimize", options.constraints ?? []);
  const unconstrained = bounds === undefined ? "lbfgs" : "lbfgsb";
  const { method = constraints.length > 0 ? "sqp" : unconstrained } = options;
  const name = typeof method === "string" ? method : "a transformation";
  const constrained = constrainedMethodFor(method, constraints.length > 0);
  const { space, scales, options: own } = scaled(spaceOf(f, start, options), name, options, constrained !== undefined);
  const resumed = resume && loadState(resume, name, space.size);
  if (constrained !== undefined) {
    const { problem, finish } = constrain(space, constraints, start, options.feasibilityTolerance, scales);
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

function spaceOf(
  f: ((p: never) => unknown) | AsyncObjective<unknown>,
  start: unknown,
  { compile, signal }: MinimizeOptions<never>,
): Space<unknown, unknown> {
  if (isAsyncObjective(f)) {
    if (!compile) return asyncSpace(f, start, signal);
    throw new ArgumentError("minimizeAsync: compile is for a function; this objective answers later.", "minimizeAsync");
  }
  return isParamSet(start)
    ? paramSpace(f as () => unknown, start as ParamSet, compile)
    : treeSpace(f, start, "minimize", compile);
}
