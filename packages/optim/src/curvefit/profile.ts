import { WengertError } from "@wengert/array";
import type { LeastSquaresOptions } from "../leastsquares/options.ts";
import { ResidualProblem, type Residuals } from "../leastsquares/residualproblem.ts";
import { methodOf } from "../leastsquares/runfit.ts";
import { iterationLoop } from "../minimize/iterationloop.ts";
import type { FlatBounds } from "../spaces/flatbounds.ts";
import type { Vector } from "../spaces/vector.ts";

/** A fit as its profiles see it. */
export interface Profiled {
  /** Of the residuals in units of sigma. */
  readonly residuals: Residuals;
  readonly x: Vector;
  /** Half the sum, or half the robust sum. */
  readonly cost: number;
  /** Of a residual. */
  readonly deviation: number;
  readonly bounds: FlatBounds | undefined;
  readonly options: LeastSquaresOptions<never>;
}

/** A value of the variable, and τ there. */
export interface ProfilePoint {
  readonly at: number;
  readonly tau: number;
}

/**
 * The interval of one variable in which its likelihood ratio is not rejected: all θ with |τ(θ)| ≤ t, where
 *
 *     τ(θ)² = (S(θ) - S)/s²,   S(θ) = min of the sum over the other variables
 *
 * Unlike `value ± t·standardError` it does not depend on how the model is parametrized, and need not be symmetric. Each end is
 * found by the secant method, kept within a bracket; each evaluation is a fit of the other variables.
 *
 * Source: Bates & Watts, Nonlinear Regression Analysis and Its Applications (1988), section 6.1.
 *
 * @param i - the variable
 * @param error - its standard error
 * @param t - the quantile
 * @throws {WengertError} where the sum falls below that of the fit
 */
export function profileOf(
  fit: Profiled,
  i: number,
  error: number,
  t: number,
  name: string,
): {
  readonly lower: number;
  readonly upper: number;
  readonly points: readonly ProfilePoint[];
} {
  const value = fit.x[i];
  const points: ProfilePoint[] = [{ at: value, tau: 0 }];
  const search = (side: number): number => {
    let others = without(fit.x, i);
    const limit = side < 0 ? fit.bounds?.lower[i] : fit.bounds?.upper[i];
    // The distance from the value at which τ is `tau`.
    const tauAt = (distance: number): number => {
      const at = value + side * distance;
      const end = refit(fit, i, at, others);
      const rise = (2 * (end.cost - fit.cost)) / fit.deviation / fit.deviation;
      if (rise < -1e-6) throw better(name, at);
      const tau = Math.sqrt(Math.max(rise, 0));
      if (Number.isFinite(tau)) {
        others = end.others;
        points.push({ at, tau: side * tau });
      }
      return tau;
    };
    const room = limit === undefined ? Number.POSITIVE_INFINITY : Math.abs(limit - value);
    return value + side * crossing(tauAt, t, error, room);
  };
  if (!(error < Number.POSITIVE_INFINITY) || !(fit.deviation > 0)) {
    return { lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY, points };
  }
  const [lower, upper] = [search(-1), search(1)];
  return { lower, upper, points: points.toSorted((a, b) => a.at - b.at) };
}

/** How many times a bracket may grow before an interval counts as open. */
const growths = 30;

/** The distance at which τ reaches t; `room` where it ends before, and Infinity where it never does. */
function crossing(tauAt: (distance: number) => number, t: number, error: number, room: number): number {
  let [low, tauLow] = [0, 0];
  let high = Math.min(error * t, room);
  let tauHigh = tauAt(high);
  for (let count = 0; tauHigh < t; count++) {
    if (high >= room) return room;
    if (count === growths) return Number.POSITIVE_INFINITY;
    const factor = tauHigh > 0 ? (1.1 * t) / tauHigh : 4;
    const next = Math.min(Math.max(high * Math.min(factor, 4), high * 1.2), room);
    [low, tauLow] = [high, tauHigh];
    high = next;
    tauHigh = tauAt(high);
  }
  for (let count = 0; count < 100; count++) {
    const secant = low + ((high - low) * (t - tauLow)) / (tauHigh - tauLow);
    // Every third time the middle, so that a bent curve does not keep one end for ever.
    const usable = Number.isFinite(secant) && count % 3 !== 2;
    const middle = usable ? secant : (low + high) / 2;
    if (middle <= low || middle >= high) return middle;
    const tau = tauAt(middle);
    if (Math.abs(tau - t) <= 1e-9 * t || high - low <= 1e-12 * high) return middle;
    if (tau < t) [low, tauLow] = [middle, tau];
    else [high, tauHigh] = [middle, tau];
  }
  return high;
}

/** The lowest cost with one variable held, and the others there. */
function refit(
  fit: Profiled,
  i: number,
  at: number,
  start: Vector,
): { readonly cost: number; readonly others: Vector } {
  const { loss = "linear", lossScale = 1 } = fit.options;
  const full = (z: Vector): Vector => Float64Array.from(fit.x, (_, j) => (j === i ? at : z[j < i ? j : j - 1]));
  const problem = new ResidualProblem(
    {
      residual: (z) => fit.residuals.residual(full(z)),
      jacobian: (z) => {
        const columns = fit.residuals.jacobian(full(z));
        const m = columns.length / fit.x.length;
        const rest = new Float64Array(columns.length - m);
        rest.set(columns.subarray(0, i * m));
        rest.set(columns.subarray((i + 1) * m), i * m);
        return rest;
      },
    },
    loss,
    lossScale,
  );
  if (start.length === 0) return { cost: problem.evaluate(start).value, others: start };
  const bounds = fit.bounds && { lower: without(fit.bounds.lower, i), upper: without(fit.bounds.upper, i) };
  const steps = iterationLoop(problem, { size: start.length, start: () => start }, methodOf(fit.options).method, {
    bounds,
  });
  let step = steps.next();
  while (!step.done) step = steps.next();
  return { cost: step.value.point.value, others: step.value.point.x };
}

function without(x: Vector, i: number): Vector {
  return x.filter((_, j) => j !== i);
}

function better(name: string, at: number): WengertError {
  const found = `profile: with ${name} at ${at} the sum is lower than that of the fit`;
  return new WengertError(`${found}, which is not at its minimum. Fit again from there.`, "profile");
}
