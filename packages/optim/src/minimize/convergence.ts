import { formatNumber, type Outcome, success } from "./outcome.ts";
import type { Point } from "./problem.ts";

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
    const outcome = success(`the gradient's largest entry, ${formatNumber(slope)}, is at most ${formatNumber(flat)}`);
    return { watch: { value, small: 0 }, outcome };
  }
  if (watch === undefined) return { watch: { value, small: 0 }, outcome: undefined };
  const scale = Math.max(Math.abs(value), Math.abs(watch.value), tolerance === undefined ? 1 : 0);
  const decrease = (watch.value - value) / scale;
  let small = decrease > least ? 0 : watch.small + 1;
  if (small === 1 && slope <= 5 * flat && promised !== undefined && promised() <= least * scale) small = 2;
  const message = `the value's relative decrease, ${formatNumber(decrease)}, is at most ${formatNumber(least)}`;
  return { watch: { value, small }, outcome: small === 2 ? success(message) : undefined };
}

/**
 * The outcome when no lower value was found.
 *
 * @param promised - the decrease that the last model of the objective predicted. One that the default criterion would
 * not wait for is lost in the rounding of the value: then this is the minimum, as far as it can be told.
 */
export function noLowerValue(
  point: Point,
  promised: number,
  status: "lineSearch" | "trustRegion" = "lineSearch",
): Outcome {
  const resolution = usual.decrease * Math.max(Math.abs(point.value), 1);
  if (promised <= resolution) {
    return success(`a further decrease, predicted as ${formatNumber(promised)}, is lost in the rounding of the value`);
  }
  const where = status === "lineSearch" ? "the line search" : "the smallest trust region";
  const message = `${where} found no lower value where the gradient promises one: check the gradient with checkGrads`;
  return { status, message };
}
