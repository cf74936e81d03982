import type { OptimizeResult } from "../minimize/options.ts";
import type { ReportedEnd } from "../minimize/reportedloop.ts";
import { type ParamSet, paramResiduals, paramSpace } from "../spaces/paramspace.ts";
import type { Space } from "../spaces/space.ts";
import { treeResiduals, treeSpace } from "../spaces/treespace.ts";
import { isParamSet } from "../trees/plaintree.ts";
import { type ConstrainedPoint, ConstrainedProblem } from "./constrainedproblem.ts";
import type { FunctionConstraint } from "./constraint.ts";
import { ConstraintSet, type Flattening } from "./constraintset.ts";

/** A constrained problem, and the completion of its result. */
export interface Constrained {
  readonly problem: ConstrainedProblem;
  readonly finish: (end: ReportedEnd) => OptimizeResult<unknown, unknown>;
}

/**
 * An objective with constraints over the same parameters.
 *
 * @param start - the parameters: a tree, or a ParamSet
 * @param feasibility - the largest relative violation of a feasible point
 */
export function constrain(
  space: Space<unknown, unknown>,
  constraints: readonly FunctionConstraint<never>[],
  start: unknown,
  feasibility: number | undefined,
): Constrained {
  const set = new ConstraintSet(
    constraints,
    isParamSet(start) ? ofParams(start as ParamSet) : ofTree(start),
    space.start(),
  );
  const problem = new ConstrainedProblem(space, set, feasibility);
  return {
    problem,
    finish: ({ point, result }) => {
      const { c } = point as ConstrainedPoint;
      const violation = problem.violationAt(point);
      return { ...result, constraints: set.report(c, problem.multipliers), violation };
    },
  };
}

function ofTree(start: unknown): Flattening {
  return { residuals: (f) => treeResiduals(f, start), objective: (f) => treeSpace(f, start).objective };
}

function ofParams(params: ParamSet): Flattening {
  return {
    residuals: (f) => paramResiduals(f as () => unknown, params),
    objective: (f) => paramSpace(f as () => unknown, params).objective,
  };
}
