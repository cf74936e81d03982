import { UserError } from "../errors.ts";
import { deviationOf, extentOf } from "../process/deviation.ts";
import type { Places } from "../process/pairs.ts";
import type { Argument, Covariance, Leaf, Start, Started } from "./covariance.ts";
import { familyOf } from "./library.ts";
import { rangeOf, type Setting, settingOf } from "./settings.ts";

/** What is learned of data when no covariance is given: a smooth function and noise. */
export function defaultCovariance(inputs: number): Covariance {
  const length = inputs === 1 ? "auto" : Array<Start>(inputs).fill("auto");
  return {
    kernel: "sum",
    parts: {
      signal: { kernel: "rbf", variance: "auto", arguments: { length } },
      noise: { kernel: "noise", variance: "auto", arguments: {} },
    },
  };
}

/**
 * A covariance with a number for each start that was left to the data: the variance of y (of noise, a tenth), a tenth of the
 * extent of x as a length (of several inputs, their standard deviation), and 1 for what has no unit.
 *
 * @throws {UserError} when there are more lengths than inputs, or fewer
 */
export function startsFrom(covariance: Covariance, x: Places, y: Float64Array): Started {
  const lengths = x.length === 1 ? [extentOf(x[0]) / 10] : x.map(deviationOf);
  return resolved(covariance, lengths, deviationOf(y) ** 2);
}

/** @param scale - what the variances of this part have to make up for: 1 if others do that already */
function resolved(covariance: Covariance, lengths: readonly number[], scale: number): Started {
  const { variance } = covariance;
  const settings = covariance.settings;
  const suggested = scale * (covariance.kernel === "noise" ? 0.1 : 1);
  const own = variance === "auto" ? inside(settingOf(settings, "variance"), suggested) : variance;
  const head = { ...(own !== undefined && { variance: own }), ...(settings && { settings }) };
  if (!("parts" in covariance))
    return { kernel: covariance.kernel, ...head, arguments: argumentsOf(covariance, lengths) };
  const left = own === undefined ? scale : 1;
  const parts = Object.entries(covariance.parts).map(([name, part], i) => [
    name,
    resolved(part, lengths, covariance.kernel === "product" && i > 0 ? 1 : left),
  ]);
  return { kernel: covariance.kernel, ...head, parts: Object.fromEntries(parts) };
}

function argumentsOf(
  { kernel, arguments: given, settings }: Leaf,
  lengths: readonly number[],
): Record<string, number | number[]> {
  const { distance } = familyOf(kernel);
  const startOf = (name: string, argument: Argument): number | number[] => {
    if (typeof argument === "object") {
      if (argument.length !== lengths.length) {
        throw new UserError(`${kernel}: ${name} lists ${argument.length} numbers for ${lengths.length} inputs`);
      }
      return argument.map((start, i) =>
        start === "auto" ? inside(settingOf(settings, name, i), name === distance ? lengths[i] : 1) : start,
      );
    }
    if (argument !== "auto") return argument;
    return inside(settingOf(settings, name), name === distance ? Math.hypot(...lengths) : 1);
  };
  return Object.fromEntries(Object.entries(given).map(([name, argument]) => [name, startOf(name, argument)]));
}

/** What the data suggest, or where that is out of bounds, the middle between these. */
function inside(setting: Setting, suggested: number): number {
  const range = rangeOf(setting);
  if (range === undefined || (suggested > range[0] && suggested < range[1])) return suggested;
  return Math.sqrt(range[0]) * Math.sqrt(range[1]);
}
