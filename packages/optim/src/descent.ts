import type { Point, Problem } from "./problem.ts";
import { largest } from "./vector.ts";

/**
 * Why a minimization ended.
 *
 * - `converged`: a criterion of convergence holds
 * - `maxIterations`: it was cut short
 * - `lineSearch`: no lower value was found along a direction in which the gradient promises one
 * - `nonFinite`: the value or the gradient is not finite at the start
 * - `aborted`: by its signal
 * - `stopped`: `onIteration` returned false
 */
export type Status = "converged" | "maxIterations" | "lineSearch" | "nonFinite" | "aborted" | "stopped";

export interface Outcome {
  readonly status: Status;
  readonly message: string;
}

/** One iteration: where it arrived, and the outcome if it is the last. */
export interface Step {
  readonly point: Point;
  readonly outcome?: Outcome | undefined;
}

/** A minimization under way: yields after each iteration, returns when it cannot go on. */
export type Descent = Generator<Step, Outcome, void>;

/** A method of minimization, from an evaluated start whose value and gradient are finite. */
export type Method = (problem: Problem, start: Point, options: DescentOptions) => Descent;

export interface DescentOptions {
  readonly tolerance?: number | undefined;
  readonly memory?: number | undefined;
}

/** SciPy's defaults for L-BFGS-B: 10⁷ε on the relative decrease, 10⁻⁵ on the gradient. */
const usual = { decrease: 1e7 * Number.EPSILON, gradient: 1e-5 };

/**
 * The criteria that methods with gradients share, after Zhu, Byrd, Lu & Nocedal, "Algorithm 778: L-BFGS-B" (1997):
 *
 *     max |gᵢ| ≤ gtol     or     (f₀ - f₁)/max(|f₀|, |f₁|, 1) ≤ ftol in two iterations running
 *
 * Twice, because near a saddle a single step may gain nothing. A given tolerance is gtol, and the second criterion
 * then only notices that the value has stopped falling in floating point.
 *
 * @returns a function to be called with each point, the start included
 */
export function convergence(tolerance: number | undefined): (point: Point) => Outcome | undefined {
  const flat = tolerance ?? usual.gradient;
  const least = tolerance === undefined ? usual.decrease : Number.EPSILON;
  let before: Point | undefined;
  let small = 0;
  return (point) => {
    const slope = largest(point.gradient);
    if (slope <= flat) return success(`the gradient's largest entry, ${show(slope)}, is at most ${show(flat)}`);
    if (before !== undefined) {
      const scale = Math.max(Math.abs(point.value), Math.abs(before.value), tolerance === undefined ? 1 : 0);
      const decrease = (before.value - point.value) / scale;
      small = decrease > least ? 0 : small + 1;
      if (small === 2) return success(`the value's relative decrease, ${show(decrease)}, is at most ${show(least)}`);
    }
    before = point;
    return undefined;
  };
}

/**
 * The outcome when no lower value was found.
 *
 * @param promised - the decrease that the last model of the objective predicted. One that the default criterion would
 * not wait for is lost in the rounding of the value: then this is the minimum, as far as it can be told.
 */
export function stuck(point: Point, promised: number): Outcome {
  const resolution = usual.decrease * Math.max(Math.abs(point.value), 1);
  if (promised <= resolution) {
    return success(`a further decrease, predicted as ${show(promised)}, is lost in the rounding of the value`);
  }
  const message =
    "the line search found no lower value where the gradient promises one: check the gradient with checkGrads";
  return { status: "lineSearch", message };
}

function success(message: string): Outcome {
  return { status: "converged", message };
}

/** A number as it reads in a message. */
export function show(x: number): string {
  return String(Number(x.toPrecision(3)));
}
