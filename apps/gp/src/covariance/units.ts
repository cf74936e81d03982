import { deviationOf } from "../process/deviation.ts";
import type { Places } from "../process/pairs.ts";
import type { Leaf, Started } from "./covariance.ts";
import { familyOf } from "./library.ts";
import { settingsIn } from "./settings.ts";

/** What a fit counts in: one unit for all inputs, and one for observations. */
export interface Units {
  readonly x: number;
  readonly y: number;
}

/**
 * The powers of two next to the standard deviations of inputs and observations. Dividing by them brings data of any scale
 * close to 1 and rounds nothing, so that the result is that of the data as they are.
 */
export function unitsOf(x: Places, y: Float64Array): Units {
  return { x: powerOfTwo(Math.max(...x.map(deviationOf))), y: powerOfTwo(deviationOf(y)) };
}

/** A covariance of data that are divided by units: distances by that of x, variances by the square of that of y. */
export function inUnits(covariance: Started, { x, y }: Units): Started {
  return rescaled(covariance, x, y ** -2);
}

/** @param factor - for one variance of each term of the sum; where there is none, a constant holds it */
function rescaled(covariance: Started, x: number, factor: number): Started {
  const { variance } = covariance;
  if (variance !== undefined) {
    const { settings, ...rest } = rescaled({ ...covariance, variance: undefined }, x, 1);
    const own = settingsIn(settings, (name) => (name === "variance" ? 1 / factor : 1));
    return { ...rest, ...(own && { settings: own }), variance: variance * factor };
  }
  if ("parts" in covariance) {
    const parts = Object.entries(covariance.parts).map(([name, part], i) => [
      name,
      rescaled(part, x, covariance.kernel === "sum" || i === 0 ? factor : 1),
    ]);
    return { ...covariance, parts: Object.fromEntries(parts) };
  }
  const { distance } = familyOf(covariance.kernel);
  const settings = settingsIn(covariance.settings, (name) => (name === distance ? x : 1));
  return {
    ...covariance,
    ...(settings && { settings }),
    arguments: distancesIn(covariance, x),
    ...(factor === 1 ? {} : { factor }),
  };
}

function distancesIn({ kernel, arguments: given }: Leaf<number | readonly number[]>, x: number): typeof given {
  const { distance } = familyOf(kernel);
  if (distance === undefined) return given;
  const value = given[distance];
  return { ...given, [distance]: typeof value === "number" ? value / x : value.map((one) => one / x) };
}

function powerOfTwo(value: number): number {
  return 2 ** Math.round(Math.log2(value));
}
