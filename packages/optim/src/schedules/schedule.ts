import { expectNumber } from "@wengert/array";

/** A learning rate that depends on the number of steps done: 0 for the first one. */
export type Schedule = (step: number) => number;

/** The rate for a step. */
export function rateAt(rate: number | Schedule, step: number): number {
  return typeof rate === "number" ? rate : rate(step);
}

/** @throws {ArgumentError} for a named value that is no number */
export function expectNumbers(op: string, values: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(values)) expectNumber(op, name, value);
}
