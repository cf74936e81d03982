import { demandSteps, expectRates, type Schedule, scheduled } from "./schedule.ts";

/**
 * From the first rate to the last one in equal steps, and constant after that.
 *
 * @example
 * import { linear } from "@wengert/optim";
 *
 * const rate = linear(1, 3, 4);
 * [rate(0), rate(1), rate(4), rate(9)]; // => [1, 1.5, 3, 3]
 */
export function linear(rate: number, end: number, steps: number): Schedule {
  expectRates("linear", { rate, end, steps });
  demandSteps("linear", steps);
  return scheduled("linear", (step) => rate + (end - rate) * Math.min(step / steps, 1));
}
