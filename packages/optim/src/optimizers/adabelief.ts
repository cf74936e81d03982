import { add, div, mul, sqrt, square, sub } from "@wengert/ops";
import { fraction, nonNegative, type Ranges } from "../options/ranges.ts";
import type { Schedule } from "../schedules/schedule.ts";
import { withCheckedState } from "../transforms/checkedstate.ts";
import { chain, type Transformation } from "../transforms/transformation.ts";
import { mapLeaves, updateLeaves } from "../trees/mapleaves.ts";
import type { AdamOptions, AdamState } from "./adam.ts";
import { checkOptimizer } from "./checkoptimizer.ts";
import { scaleByLearningRate } from "./learningrate.ts";
import { average, count, decay, noSteps, unbiased, zerosLike } from "./moments.ts";

const adabeliefRanges: Ranges<Omit<AdamOptions, "amsgrad">> = {
  beta1: fraction,
  beta2: fraction,
  eps: nonNegative,
  weightDecay: nonNegative,
};

/**
 * AdaBelief: Adam that divides by the deviation of gradients from their mean, not from 0. Steps are long where the mean
 * predicts the gradient well.
 *
 *     m ← β₁m + (1 - β₁)g,   s ← β₂s + (1 - β₂)(g - m)² + ε,   p ← p - η(m̂/(√ŝ + ε) + λp)
 *
 * with m̂ and ŝ corrected as in Adam, and ε = 10⁻¹⁶ by default.
 *
 * Source: Zhuang, Tang, Ding, Tatikonda, Dvornek, Papademetris & Duncan, "AdaBelief optimizer", arXiv:2010.07468,
 * algorithm 2, with its decoupled weight decay; ε is that of the authors' release.
 *
 * @param learningRate - η: a number, or a function of the number of steps done
 * @example
 * import { adabelief } from "@wengert/optim";
 *
 * const optimizer = adabelief(0.1);
 * const [updates] = optimizer.update({ a: 2 }, optimizer.init({ a: 1 }), { a: 1 });
 * Math.round(1e6 * updates.a); // => -111111
 */
export function adabelief(learningRate: number | Schedule, options: Omit<AdamOptions, "amsgrad"> = {}): Transformation {
  checkOptimizer("adabelief", learningRate, options, adabeliefRanges);
  return chain(scaleByBelief(options), ...decay(options.weightDecay), scaleByLearningRate(learningRate));
}

function scaleByBelief({ beta1 = 0.9, beta2 = 0.999, eps = 1e-16 }: AdamOptions): Transformation<AdamState> {
  return withCheckedState("adabelief", ["step", "mean", "meanSquare"], {
    init: (params) => ({ step: noSteps(params), mean: zerosLike(params), meanSquare: zerosLike(params) }),
    update: (grads, state) => {
      const step = count(state.step, grads);
      const mean = average(beta1, state.mean, grads);
      const deviation = mapLeaves(sub, grads, mean);
      const meanSquare = updateLeaves(
        "update",
        (s, d) => add(add(mul(beta2, s), mul(1 - beta2, square(d))), eps),
        state.meanSquare,
        deviation,
      );
      const updates = mapLeaves(
        (_, m, s, t) => div(unbiased(m, beta1, t), add(sqrt(unbiased(s, beta2, t)), eps)),
        grads,
        mean,
        meanSquare,
        step,
      );
      return [updates, { step, mean, meanSquare }];
    },
  });
}
