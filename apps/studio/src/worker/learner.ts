import { oneLine } from "@wengert/gp-app/model";
import { adam, assign, generator, type MinimizeOptions, minimizeSteps, type ParamSet } from "wengert";
import { Objective } from "./objective.ts";
import type { Best, End, Iteration, Method, Saved, Task } from "./protocol.ts";

/** How far other starts are from the first: the standard deviation of their logarithms. */
const spread = 1;

/** Where to go on, and when to pause. */
export interface Resumption {
  readonly saved: Saved | undefined;
  readonly most: number | undefined;
}

/** Receives each iteration, with what it takes to go on after it. */
export type Tell = (entry: Iteration, saved: Saved) => void;

/**
 * Learns the parameters of a task: from one start after the other, each until it has converged. It does not listen meanwhile:
 * a page that has enough ends the worker, and goes on later from what was last told.
 *
 * @returns the best of all starts; undefined for a pause
 */
export function learn(task: Task, method: Method, { saved, most }: Resumption, tell: Tell): End | undefined {
  const objective = new Objective(task);
  const params = objective.params;
  const first = params.toVector();
  let best = saved?.best;
  let message = "";
  let left = most ?? Number.POSITIVE_INFINITY;
  for (let start = saved?.start ?? 0; start < method.starts; start++) {
    const own = saved?.start === start ? saved : undefined;
    assign(params, own === undefined ? startVector(first, start, method.seed) : Float64Array.from(own.vector));
    try {
      for (const step of stepsFrom(objective, params, method, own)) {
        if ("message" in step) {
          message = step.message;
          if (best === undefined || step.value < best.value) best = { value: step.value, values: step.values };
          break;
        }
        tell({ start, ...step.entry }, { start, best, ...step.saved });
        left--;
        if (left <= 0) return undefined;
      }
    } catch (error) {
      // A random start may be where the matrix is singular; the first start is the user's own.
      if (best === undefined) throw error;
      message = oneLine(error);
    }
  }
  if (best === undefined) throw new Error("There was nothing to do.");
  return { value: best.value, values: best.values, message };
}

/** The parameters of a start: those of the task, or others about them. */
function startVector(first: Float64Array, start: number, seed: number): Float64Array {
  if (start === 0) return first;
  const { data } = generator(seed + start).normal([first.length]);
  return first.map((value, i) => value + spread * data[i]);
}

type Step =
  | { readonly entry: Omit<Iteration, "start">; readonly saved: Pick<Saved, "state" | "vector"> }
  | (Best & { readonly message: string });

/** Iterations of one start, and at last its result. */
function* stepsFrom(objective: Objective, params: ParamSet, method: Method, saved: Saved | undefined): Generator<Step> {
  const vector = [...params.toVector()];
  const steps = minimizeSteps(() => objective.value(), params, {
    method: methodOf(method),
    maxIterations: method.iterations,
    ...(saved === undefined ? {} : { resume: saved.state }),
  });
  for (;;) {
    const next = steps.next();
    if (next.done) {
      const { value, message } = next.value;
      yield { value: objective.outside(value), values: objective.values(), message };
      return;
    }
    const { iteration, value, gradientNorm, evaluations, params: at, state } = next.value;
    const values = valuesAt(objective, params, at);
    yield {
      entry: { iteration, value: objective.outside(value), gradientNorm, evaluations, values },
      saved: { state, vector },
    };
  }
}

/** The set itself is written at the end of a fit; until then the optimizer does not read it. */
function valuesAt(objective: Objective, params: ParamSet, at: Float64Array): number[] {
  const before = params.toVector();
  assign(params, at);
  const values = objective.values();
  assign(params, before);
  return values;
}

function methodOf({ name }: Method): MinimizeOptions["method"] {
  return name === "adam" ? adam(0.05) : name;
}
