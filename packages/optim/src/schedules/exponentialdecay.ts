import { expectRates, type Schedule, scheduled } from "./schedule.ts";

/**
 * The rate times γ at every step: η γᵗ, as `torch.optim.lr_scheduler.ExponentialLR`.
 *
 * @example
 * import { exponentialDecay } from "@wengert/optim";
 *
 * exponentialDecay(8, 0.5)(3); // => 1
 */
export function exponentialDecay(rate: number, gamma: number): Schedule {
  expectRates("exponentialDecay", { rate, gamma });
  return scheduled("exponentialDecay", (step) => rate * gamma ** step);
}
