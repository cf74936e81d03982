import { withColumns } from "../show/names.ts";
import type { Fit } from "./fit.ts";

/** A step of a fit moves a parameter that matters by much more than this, relative to its value. */
const still = 1e-6;

/** What whoever reads the result should know first. */
export function warningsOf({ iterations, parameters }: Fit, xLabels: readonly string[] = []): string[] {
  if (iterations === 0) return [];
  return parameters
    .filter(({ fixed, start, value }) => fixed !== true && Math.abs(value / start - 1) < still)
    .map(
      ({ path, value }) =>
        `${withColumns(path, xLabels)} never moved from ${Number(value.toPrecision(6))}: the likelihood does not depend on it there; ` +
        "start from another value, in the units of the data, or from auto",
    );
}
