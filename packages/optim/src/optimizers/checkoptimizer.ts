import { ArgumentError } from "@wengert/array";
import { expectOptions, kindOf } from "@wengert/array/author";
import type { Schedule } from "../schedules/schedule.ts";

/**
 * Checks the arguments of an optimizer.
 *
 * @param op - the name of the optimizer
 * @throws {ArgumentError}
 */
export function checkOptimizer(op: string, rate: number | Schedule, options: object): void {
  const refuse = (what: string, value: unknown): ArgumentError =>
    new ArgumentError(`${op}: ${what}, not ${kindOf(value)}.`, op);
  if (typeof rate !== "function" && !Number.isFinite(rate)) {
    throw refuse("the learning rate must be a number or a function of the step", rate);
  }
  expectOptions(op, options);
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || typeof value === "boolean" || Number.isFinite(value)) continue;
    throw refuse(`${name} must be a finite number`, value);
  }
}
