import { ArgumentError } from "@wengert/array";
import { expectArray } from "@wengert/array/author";
import { expectRates, type Schedule, scheduled } from "./schedule.ts";

/**
 * A constant rate on each of several intervals.
 *
 * @param rates - one per interval, that is, one more than boundaries
 * @param boundaries - the steps at which the next rate begins, ascending
 * @throws {ArgumentError} when there are not as many rates as intervals
 * @example
 * import { piecewise } from "@wengert/optim";
 *
 * const rate = piecewise([1, 0.1, 0.01], [10, 20]);
 * [rate(9), rate(10), rate(20)]; // => [1, 0.1, 0.01]
 */
export function piecewise(rates: readonly number[], boundaries: readonly number[]): Schedule {
  expectArray("piecewise", "rates", rates);
  expectArray("piecewise", "boundaries", boundaries);
  for (const [name, list] of Object.entries({ rates, boundaries })) {
    expectRates("piecewise", Object.fromEntries(list.map((value, i) => [`${name}[${i}]`, value])));
  }
  const ascending = boundaries.every((boundary, i) => i === 0 || boundary > boundaries[i - 1]);
  if (rates.length !== boundaries.length + 1 || !ascending) {
    const given = `${rates.length} rates and [${boundaries.join(", ")}]`;
    throw new ArgumentError(
      `piecewise: needs ascending boundaries, and one rate more than these, not ${given}.`,
      "piecewise",
    );
  }
  return scheduled("piecewise", (step) => rates[boundaries.filter((boundary) => step >= boundary).length]);
}
