import { expectNumber } from "@wengert/array/author";

/** A learning rate that depends on the number of steps done: 0 for the first one. */
export type Schedule = (step: number) => number;

/** The rate for a step. @throws {ArgumentError} for a schedule that gives something else than a number */
export function rateAt(rate: number | Schedule, step: number): number {
  if (typeof rate === "number") return rate;
  const now: unknown = rate(step);
  expectNumber("schedule", `the rate of step ${step}`, now);
  return now as number;
}

/** A schedule that takes numbers only. */
export function scheduled(op: string, rate: Schedule): Schedule {
  return (step) => {
    expectNumber(op, "step", step);
    return rate(step);
  };
}

/** @throws {ArgumentError} for a named value that is no number */
export function expectNumbers(op: string, values: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(values)) expectNumber(op, name, value);
}
