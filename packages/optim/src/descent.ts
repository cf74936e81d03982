import type { Box } from "./box.ts";
import type { Point, Problem } from "./problem.ts";

/**
 * Why a minimization ended.
 *
 * - `converged`: a criterion of convergence holds
 * - `maxIterations`, `maxEvaluations`: it was cut short
 * - `lineSearch`: no lower value was found along a direction in which the gradient promises one
 * - `trustRegion`: no lower value was found in the smallest region in which a model promises one
 * - `nonFinite`: the value or the gradient is not finite at the start, or after a step that cannot be shortened
 * - `aborted`: by its signal
 * - `stopped`: `onIteration` returned false
 */
export type Status =
  | "converged"
  | "maxIterations"
  | "maxEvaluations"
  | "lineSearch"
  | "trustRegion"
  | "nonFinite"
  | "aborted"
  | "stopped";

/** How a minimization ended, for programs and for people. */
export interface Outcome {
  readonly status: Status;
  readonly message: string;
}

/** What one call of a method leads to. */
export interface Step<S> {
  /** What the method needs to know to go on. */
  readonly state: S;
  /** Where the iteration arrived; absent where none was made. From `begin`, the start with what is now known of it. */
  readonly point?: Point | undefined;
  /** The size of what ought to vanish there, if it is not the gradient's largest entry. */
  readonly slope?: number | undefined;
  /** Present if it was the last. */
  readonly outcome?: Outcome | undefined;
}

/**
 * A method of minimization. Its state is plain: numbers, vectors, records and arrays of these, never changed in place,
 * so that it can be saved after any iteration and taken up again, to the same end bit for bit.
 */
export interface Method<S = unknown, P extends Problem = Problem> {
  /** The state at an evaluated start whose value is finite. */
  begin(problem: P, start: Point, options: DescentOptions): Step<S>;
  advance(problem: P, state: S, options: DescentOptions): Step<S>;
  /** Whether it wants gradients. */
  readonly derivatives: boolean;
  /** Iterations at most where the caller names no number; by default 1000. */
  readonly patience?: (size: number) => number;
}

/** What methods may be told. */
export interface DescentOptions {
  readonly tolerance?: number | undefined;
  readonly memory?: number | undefined;
  readonly box?: Box | undefined;
}

/** SciPy's defaults for L-BFGS-B: 10⁷ε on the relative decrease, 10⁻⁵ on the gradient. */
const usual = { decrease: 1e7 * Number.EPSILON, gradient: 1e-5 };

/** What the criteria remember: the value before, and whether the last iteration has hardly lowered it. */
export interface Watch {
  readonly value: number;
  readonly small: number;
}

/**
 * The criteria that methods with gradients share, after Zhu, Byrd, Lu & Nocedal, "Algorithm 778: L-BFGS-B" (1997):
 *
 *     max |gᵢ| ≤ gtol     or     (f₀ - f₁)/max(|f₀|, |f₁|, 1) ≤ ftol
 *
 * Near a saddle a single step may gain nothing and the next one much: the second criterion must hold in two iterations
 * running, or in one where the gradient is down to 5 gtol and the method's model promises no more of the next. A given tolerance is gtol, and
 * the second criterion then only notices that the value has stopped falling in floating point.
 *
 * @param watch - `undefined` at the start
 * @param slope - the gradient's largest entry, or that of its projection on bounds
 * @param promised - computes what the next step is to gain
 */
export function converged(
  watch: Watch | undefined,
  { value }: Point,
  slope: number,
  tolerance: number | undefined,
  promised?: () => number,
): { readonly watch: Watch; readonly outcome: Outcome | undefined } {
  const flat = tolerance ?? usual.gradient;
  const least = tolerance === undefined ? usual.decrease : Number.EPSILON;
  if (slope <= flat) {
    const outcome = success(`the gradient's largest entry, ${show(slope)}, is at most ${show(flat)}`);
    return { watch: { value, small: 0 }, outcome };
  }
  if (watch === undefined) return { watch: { value, small: 0 }, outcome: undefined };
  const scale = Math.max(Math.abs(value), Math.abs(watch.value), tolerance === undefined ? 1 : 0);
  const decrease = (watch.value - value) / scale;
  let small = decrease > least ? 0 : watch.small + 1;
  if (small === 1 && slope <= 5 * flat && promised !== undefined && promised() <= least * scale) small = 2;
  const message = `the value's relative decrease, ${show(decrease)}, is at most ${show(least)}`;
  return { watch: { value, small }, outcome: small === 2 ? success(message) : undefined };
}

/**
 * The outcome when no lower value was found.
 *
 * @param promised - the decrease that the last model of the objective predicted. One that the default criterion would
 * not wait for is lost in the rounding of the value: then this is the minimum, as far as it can be told.
 */
export function stuck(point: Point, promised: number, status: "lineSearch" | "trustRegion" = "lineSearch"): Outcome {
  const resolution = usual.decrease * Math.max(Math.abs(point.value), 1);
  if (promised <= resolution) {
    return success(`a further decrease, predicted as ${show(promised)}, is lost in the rounding of the value`);
  }
  const where = status === "lineSearch" ? "the line search" : "the smallest trust region";
  const message = `${where} found no lower value where the gradient promises one: check the gradient with checkGrads`;
  return { status, message };
}

/** The outcome of a criterion that holds. */
export function success(message: string): Outcome {
  return { status: "converged", message };
}

/** A number as it reads in a message. */
export function show(x: number): string {
  return String(Number(x.toPrecision(3)));
}
