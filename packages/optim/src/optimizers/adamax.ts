import { abs, add, div, maximum, mul } from "@wengert/ops";
import { fraction, nonNegative, type Ranges } from "../options/ranges.ts";
import type { Schedule } from "../schedules/schedule.ts";
import { withCheckedState } from "../transforms/checkedstate.ts";
import { chain, type Transformation } from "../transforms/transformation.ts";
import { mapLeaves, updateLeaves } from "../trees/mapleaves.ts";
import type { AdamOptions } from "./adam.ts";
import { checkOptimizer } from "./checkoptimizer.ts";
import { scaleByLearningRate } from "./learningrate.ts";
import { average, count, decay, noSteps, unbiased, zerosLike } from "./moments.ts";

/** The number of gradients, their mean, and their decaying maximum. */
interface AdamaxState {
  readonly step: unknown;
  readonly mean: unknown;
  readonly largest: unknown;
}

const adamaxRanges: Ranges<Omit<AdamOptions, "amsgrad">> = {
  beta1: fraction,
  beta2: fraction,
  eps: nonNegative,
  weightDecay: nonNegative,
};

/**
 * Adamax: Adam that divides by a decaying maximum of the gradients instead of their root mean square.
 *
 *     m ← β₁m + (1 - β₁)g,   u ← max(β₂u, |g| + ε),   p ← p - η m̂/u  with  m̂ = m/(1 - β₁ᵗ)
 *
 * Source: Kingma & Ba, arXiv:1412.6980, algorithm 2; the equations are those of `torch.optim.Adamax`.
 *
 * @param learningRate - η: a number, or a function of the number of steps done
 * @example
 * import { adamax } from "@wengert/optim";
 *
 * const optimizer = adamax(0.1);
 * const [updates] = optimizer.update({ a: 2 }, optimizer.init({ a: 1 }), { a: 1 });
 * Math.round(1e6 * updates.a); // => -100000
 */
export function adamax(learningRate: number | Schedule, options: Omit<AdamOptions, "amsgrad"> = {}): Transformation {
  checkOptimizer("adamax", learningRate, options, adamaxRanges);
  return chain(...decay(options.weightDecay), scaleByMaximum(options), scaleByLearningRate(learningRate));
}

function scaleByMaximum({ beta1 = 0.9, beta2 = 0.999, eps = 1e-8 }: AdamOptions): Transformation<AdamaxState> {
  return withCheckedState("adamax", ["step", "mean", "largest"], {
    init: (params) => ({ step: noSteps(params), mean: zerosLike(params), largest: zerosLike(params) }),
    update: (grads, state) => {
      const step = count(state.step, grads);
      const mean = average(beta1, state.mean, grads);
      const largest = updateLeaves("update", (u, g) => maximum(mul(beta2, u), add(abs(g), eps)), state.largest, grads);
      const updates = mapLeaves((_, m, u, t) => div(unbiased(m, beta1, t), u), grads, mean, largest, step);
      return [updates, { step, mean, largest }];
    },
  });
}
