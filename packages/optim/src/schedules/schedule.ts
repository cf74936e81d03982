import { ArgumentError } from "@wengert/array";
import { expectNumber } from "@wengert/array/author";

/** A learning rate as a function of the number of steps done, which is 0 at the first step. */
export type Schedule = (step: number) => number;

/** The rate for a step. @throws {ArgumentError} for a schedule that returns something other than a number */
export function rateAt(rate: number | Schedule, step: number): number {
  if (typeof rate === "number") return rate;
  const now: unknown = rate(step);
  expectNumber("schedule", `the rate of step ${step}`, now);
  return now as number;
}

/** A schedule that checks its argument. */
export function scheduled(op: string, rate: Schedule): Schedule {
  return (step) => {
    expectNumber(op, "step", step);
    return rate(step);
  };
}

/** @throws {ArgumentError} for a value that is not a number; the message gives its name */
export function expectNumbers(op: string, values: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(values)) expectNumber(op, name, value);
}

/** @throws {ArgumentError} unless a number of steps is positive */
export function demandSteps(op: string, steps: number): void {
  if (!(steps > 0)) throw new ArgumentError(`${op}: the number of steps must be positive, not ${steps}.`, op);
}
