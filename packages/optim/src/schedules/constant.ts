import { expectNoMore } from "@wengert/array/author";
import { expectRates, type Schedule, scheduled } from "./schedule.ts";

/**
 * The same rate at every step.
 *
 * @example
 * import { constant } from "@wengert/optim";
 *
 * constant(0.1)(1000); // => 0.1
 */
export function constant(rate: number): Schedule {
  expectNoMore("constant", arguments[1]);
  expectRates("constant", { rate });
  return scheduled("constant", () => rate);
}
