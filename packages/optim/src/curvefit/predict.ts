import { ArgumentError, type Tensor } from "@wengert/array";
import { expectOptions, fromData, showShape } from "@wengert/array/author";
import { unitInterval } from "../options/ranges.ts";
import { norm, type Vector } from "../spaces/vector.ts";
import { type Column, prepareColumn } from "./observations.ts";
import { studentQuantile } from "./quantiles.ts";
import type { Prediction, PredictOptions } from "./result.ts";

/** Values of the model at new predictors, to first order in the parameters. */
export interface Curve {
  readonly value: Vector;
  readonly shape: readonly number[];
  /** The deviation of each value; Infinity where the data do not determine it. */
  readonly errors: Vector;
}

/** What a fit knows of the scatter of observations. */
export interface Scatter {
  /** Of an observation with sigma 1. */
  readonly deviation: number;
  /** The degrees of freedom of that; Infinity if it is known. */
  readonly freedom: number;
  /** The sigma of all observations, if it was one. */
  readonly common: number | undefined;
}

/**
 * The band f ± t s, where s² is gᵀCg with g the gradient of f by the parameters and C their covariance; for new observations, the
 * variance of one is added. The band covers each point with the given probability, not the whole curve at once.
 *
 * Source: Seber & Wild, Nonlinear Regression (1989), section 5.1.
 *
 * @throws {ArgumentError} for an invalid option
 */
export function bandOf({ value, shape, errors }: Curve, scatter: Scatter, options: PredictOptions): Prediction {
  expectOptions("predict", options, ["interval", "level", "sigma"]);
  const { interval = "confidence", level = 0.95, sigma } = options;
  if (interval !== "confidence" && interval !== "prediction") {
    throw refused(`interval must be "confidence" or "prediction", not ${JSON.stringify(interval)}`);
  }
  checkLevel("predict", level);
  if (sigma !== undefined && interval === "confidence") {
    throw refused('sigma is that of new observations, for the interval "prediction"');
  }
  const added = interval === "confidence" ? undefined : newDeviations(sigma ?? scatter.common, shape, value.length);
  const deviations = errors.map((s, i) => (added === undefined ? s : Math.hypot(s, added[i] * scatter.deviation)));
  const t = scatter.freedom > 0 ? studentQuantile(level, scatter.freedom) : Number.POSITIVE_INFINITY;
  const band = (side: number): Tensor =>
    fromData(
      value.map((v, i) => v + side * t * deviations[i]),
      shape,
    );
  return {
    value: fromData(value, shape),
    lower: band(-1),
    upper: band(1),
    standardError: fromData(deviations, shape),
  };
}

/** @throws {ArgumentError} for what is no probability strictly between 0 and 1 */
export function checkLevel(op: string, level: unknown): void {
  if (unitInterval.holds(level) && level !== 0 && level !== 1) return;
  throw new ArgumentError(`${op}: level must be a number between 0 and 1, such as 0.95, not ${String(level)}.`, op);
}

function newDeviations(sigma: number | Column | undefined, shape: readonly number[], size: number): Vector {
  if (sigma === undefined) {
    throw refused("the fit had a sigma for each observation: give the sigma of the new ones, { interval, sigma }");
  }
  const column = typeof sigma === "number" ? undefined : prepareColumn("predict", "sigma", sigma);
  const deviations = column?.data ?? new Float64Array(size).fill(sigma as number);
  if (column !== undefined && `${column.shape}` !== `${shape}`) {
    throw refused(`sigma has shape ${showShape(column.shape)}, but the model's values have shape ${showShape(shape)}`);
  }
  if (deviations.every((s) => s > 0)) return deviations;
  throw refused(`sigma must be positive, not ${deviations.find((s) => !(s > 0))}`);
}

function refused(what: string): ArgumentError {
  return new ArgumentError(`predict: ${what}.`, "predict");
}

/** The deviations of values with given gradients. */
export function errorsOf(coordinates: readonly (Vector | undefined)[]): Vector {
  return Float64Array.from(coordinates, (z) => (z === undefined ? Number.POSITIVE_INFINITY : norm(z)));
}
