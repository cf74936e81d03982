import { expectNumber } from "@wengert/array/author";
import { nonNegative, positive, refused } from "../options/ranges.ts";

/** A learning rate as a function of the number of steps done, which is 0 at the first step. */
export type Schedule = (step: number) => number;

/** The rate for a step. @throws {ArgumentError} for a schedule that returns something other than a finite number */
export function rateAt(rate: number | Schedule, step: number): number {
  if (typeof rate === "number") return rate;
  const now: unknown = rate(step);
  const what = `the rate of step ${step}`;
  expectNumber("schedule", what, now);
  if (!Number.isFinite(now)) throw refused("schedule", `${what} must be finite`, now);
  return now as number;
}

/** A schedule that checks its argument. */
export function scheduled(op: string, rate: Schedule): Schedule {
  return (step) => {
    expectNumber(op, "step", step);
    return rate(step);
  };
}

/** @throws {ArgumentError} for a value that is not a finite number ≥ 0, as rates, factors and numbers of steps are; by its name */
export function expectRates(op: string, values: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (!nonNegative.holds(value)) throw refused(op, `${name} must be ${nonNegative.what}`, value);
  }
}

/** @throws {ArgumentError} unless a number of steps is positive */
export function demandSteps(op: string, steps: number): void {
  if (!positive.holds(steps)) throw refused(op, "the number of steps must be positive", steps);
}
