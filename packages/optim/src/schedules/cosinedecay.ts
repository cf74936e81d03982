import { halfCosine } from "./halfcosine.ts";
import { demandSteps, expectRates, type Schedule, scheduled } from "./schedule.ts";

/**
 * From the first rate to the last one along half a cosine, and constant after that:
 *
 *     η₁ + ½(η₀ - η₁)(1 + cos(πt/T))
 *
 * Source: Loshchilov & Hutter, "SGDR: stochastic gradient descent with warm restarts", arXiv:1608.03983, without restarts.
 *
 * @param steps - T
 * @param end - η₁. Default 0
 * @example
 * import { cosineDecay } from "@wengert/optim";
 *
 * const rate = cosineDecay(2, 10);
 * [rate(0), rate(5), rate(10), rate(99)]; // => [2, 1, 0, 0]
 */
export function cosineDecay(rate: number, steps: number, end = 0): Schedule {
  expectRates("cosineDecay", { rate, steps, end });
  demandSteps("cosineDecay", steps);
  return scheduled("cosineDecay", (step) => halfCosine(rate, end, step / steps));
}
