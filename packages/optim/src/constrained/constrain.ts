import type { OptimizeResult } from "../minimize/options.ts";
import type { ReportedEnd } from "../minimize/reportedloop.ts";
import { type ParamSet, paramResiduals, paramSpace } from "../spaces/paramspace.ts";
import { scaledObjective, scaledResiduals } from "../spaces/scaledspace.ts";
import type { Space } from "../spaces/space.ts";
import { treeResiduals, treeSpace } from "../spaces/treespace.ts";
import type { Vector } from "../spaces/vector.ts";
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
 * @param scales - s, if the variables of the space are the parameters over s
 */
export function constrain(
  space: Space<unknown, unknown>,
  constraints: readonly FunctionConstraint<never>[],
  start: unknown,
  feasibility: number | undefined,
  scales: Vector | undefined,
): Constrained {
  const flattening = isParamSet(start) ? ofParams(start as ParamSet) : ofTree(start);
  const own = scales === undefined ? flattening : overScales(flattening, scales);
  const set = new ConstraintSet(constraints, own, space.start());
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

function overScales({ residuals, objective }: Flattening, scales: Vector): Flattening {
  return {
    residuals: (f) => scaledResiduals(residuals(f), scales),
    objective: (f) => scaledObjective(objective(f), scales),
  };
}
