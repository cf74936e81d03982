import { type FlatBounds, project } from "../spaces/flatbounds.ts";
import { maxAbs } from "../spaces/vector.ts";
import type { LoopEnd } from "./iterationloop.ts";
import { EvaluationLimit, type Problem } from "./problem.ts";

const sameEverywhere = "its value was the same at every point, and its gradient 0";
const usesNothing =
  "it uses none of them. Compute it from its argument, or from the tags themselves, in ops, not from values that were read before";

/**
 * The end of a minimization, with the status "constant" instead of "converged" where the objective does not depend on its
 * parameters: where all values were the same and all gradients 0, also at one more point beside a stationary start.
 */
export function checkConstant(problem: Problem, end: LoopEnd, bounds?: FlatBounds): LoopEnd {
  if (end.outcome.status !== "converged" || !problem.sawOneValue) return end;
  try {
    if (problem.evaluations === 1) {
      const { x } = end.point;
      const size = maxAbs(x) || 1;
      const beside = x.map((xi) => xi + 0.1 * (Math.abs(xi) || size));
      problem.evaluate(bounds === undefined ? beside : project(beside, bounds));
    }
  } catch (error) {
    if (!(error instanceof EvaluationLimit)) throw error;
    return end;
  }
  if (!problem.sawOneValue || problem.evaluations === 1) return end;
  return { ...end, outcome: { status: "constant", message: constantMessage(problem.usesNothing) } };
}

/** @param unused - whether the objective uses none of its parameters, which is more than that they do not matter */
export function constantMessage(unused: boolean): string {
  return `the objective does not depend on its parameters: ${unused ? usesNothing : sameEverywhere}`;
}
