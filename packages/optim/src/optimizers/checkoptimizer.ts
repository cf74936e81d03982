import { checkRanges, nonNegative, type Ranges, refused } from "../options/ranges.ts";
import type { Schedule } from "../schedules/schedule.ts";

/**
 * Checks the arguments of an optimizer.
 *
 * @param op - the name of the optimizer
 * @throws {ArgumentError}
 */
export function checkOptimizer<T extends object>(
  op: string,
  rate: number | Schedule,
  options: T,
  ranges: Ranges<T>,
): void {
  if (typeof rate !== "function" && !nonNegative.holds(rate)) {
    throw refused(op, "the learning rate must be a finite number ≥ 0 or a function of the step", rate);
  }
  checkRanges(op, options, ranges);
}
