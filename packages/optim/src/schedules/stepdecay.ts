import { demandSteps, expectRates, type Schedule, scheduled } from "./schedule.ts";

/**
 * The rate times γ after every `every` steps: η γ^⌊t/every⌋, as `torch.optim.lr_scheduler.StepLR`.
 *
 * @param every - the number of steps between two reductions
 * @param gamma - γ. Default 0.1
 * @example
 * import { stepDecay } from "@wengert/optim";
 *
 * const rate = stepDecay(8, 10, 0.5);
 * [rate(0), rate(9), rate(10), rate(25)]; // => [8, 8, 4, 2]
 */
export function stepDecay(rate: number, every: number, gamma = 0.1): Schedule {
  expectRates("stepDecay", { rate, every, gamma });
  demandSteps("stepDecay", every);
  return scheduled("stepDecay", (step) => rate * gamma ** Math.floor(step / every));
}
