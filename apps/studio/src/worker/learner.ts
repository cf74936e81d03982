import { compilingPays, methods, startsAround } from "@wengert/gp-app/model";
import { assign, type MinimizeState, minimizeSteps } from "wengert";
import { Objective } from "./objective.ts";
import type { End, Iteration, Method, Start, Task } from "./protocol.ts";

/** Receives each iteration, with what it takes to go on after it. */
export type Tell = (entry: Iteration, state: MinimizeState) => void;

/**
 * Learns the parameters of a task from one start, until it has converged: the first start is the task's own, the others are
 * about it, the same ones as in the terminal. It does not listen meanwhile: a page that has enough ends the worker, and goes on
 * later from what was last told.
 *
 * @returns undefined for a pause
 */
export function learn(task: Task, method: Method, { start, state, most }: Start, tell: Tell): End | undefined {
  const covariance = startsAround(task.covariance, start + 1, method.seed)[start];
  const objective = new Objective({ ...task, covariance });
  const { params } = objective;
  const steps = minimizeSteps(() => objective.value(), params, {
    method: methods[method.name],
    maxIterations: method.iterations,
    // A single step would make a plan for itself alone.
    compile: most === undefined && compilingPays(task.y.length),
    ...(state === undefined ? {} : { resume: state }),
  });
  for (let left = most ?? Number.POSITIVE_INFINITY; left > 0; left--) {
    const next = steps.next();
    if (next.done) {
      const { value, message } = next.value;
      return { start, value: objective.outside(value), values: objective.values(), message };
    }
    const { iteration, value, gradientNorm, evaluations, params: at, state: reached } = next.value;
    // The set itself is written at the end of a fit; until then the optimizer does not read it.
    const before = params.toVector();
    assign(params, at);
    const values = objective.values();
    assign(params, before);
    tell({ start, iteration, value: objective.outside(value), gradientNorm, evaluations, values }, reached);
  }
  return undefined;
}
