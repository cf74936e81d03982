import type { OptimizeResult } from "../minimize/options.ts";
import type { ReportedEnd } from "../minimize/reportedloop.ts";
import { type ParamSet, paramResiduals, paramSpace } from "../spaces/paramspace.ts";
import type { Space } from "../spaces/space.ts";
import { treeResiduals, treeSpace } from "../spaces/treespace.ts";
import { maxAbs } from "../spaces/vector.ts";
import { isParamSet } from "../trees/plaintree.ts";
import { type ConstrainedPoint, ConstrainedProblem } from "./constrainedproblem.ts";
import type { FunctionConstraint } from "./constraint.ts";
import { ConstraintSet, type Flattening } from "./constraintset.ts";
import { relative } from "./sizes.ts";

/** A constrained problem, and the completion of its result. */
export interface Constrained {
  readonly problem: ConstrainedProblem;
  readonly finish: (end: ReportedEnd) => OptimizeResult<unknown, unknown>;
}

/**
 * An objective with constraints over the same parameters.
 *
 * @param start - the parameters: a tree, or a ParamSet
 */
export function constrain(
  space: Space<unknown, unknown>,
  constraints: readonly FunctionConstraint<never>[],
  start: unknown,
): Constrained {
  const set = new ConstraintSet(
    constraints,
    isParamSet(start) ? ofParams(start as ParamSet) : ofTree(start),
    space.start,
  );
  const problem = new ConstrainedProblem(space, set);
  return {
    problem,
    finish: ({ point, result }) => {
      const { c } = point as ConstrainedPoint;
      const violation = maxAbs(relative(set.violations(c), problem.scales));
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
