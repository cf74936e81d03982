import { add, div, mul, sqrt } from "@wengert/ops";
import { fraction, nonNegative, type Ranges } from "../options/ranges.ts";
import type { Schedule } from "../schedules/schedule.ts";
import { withCheckedState } from "../transforms/checkedstate.ts";
import { chain, type Transformation } from "../transforms/transformation.ts";
import { mapLeaves } from "../trees/mapleaves.ts";
import type { AdamOptions, AdamState } from "./adam.ts";
import { checkOptimizer } from "./checkoptimizer.ts";
import { scaleByLearningRate } from "./learningrate.ts";
import { average, averageSquare, count, decay, noSteps, unbiased, zerosLike } from "./moments.ts";

const radamRanges: Ranges<Omit<AdamOptions, "amsgrad">> = {
  beta1: fraction,
  beta2: fraction,
  eps: nonNegative,
  weightDecay: nonNegative,
};

/**
 * RAdam: Adam with a warm-up of its own. While the mean square comes from too few gradients, the step is not divided by it.
 * Afterwards the step is rectified by the variance of that mean. With t counting gradients from 1:
 *
 *     ρ∞ = 2/(1 - β₂) - 1,   ρ = ρ∞ - 2tβ₂ᵗ/(1 - β₂ᵗ)
 *     ρ > 5:  p ← p - η m̂ r √(1 - β₂ᵗ)/(√v + ε),   r = √( (ρ - 4)(ρ - 2)ρ∞ / ((ρ∞ - 4)(ρ∞ - 2)ρ) )
 *     else:   p ← p - η m̂
 *
 * Source: Liu, Jiang, He, Chen, Liu, Gao & Han, "On the variance of the adaptive learning rate and beyond",
 * arXiv:1908.03265; the equations are those of `torch.optim.RAdam`.
 *
 * @param learningRate - η: a number, or a function of the number of steps done
 * @example
 * import { radam } from "@wengert/optim";
 *
 * const optimizer = radam(0.1);
 * const [updates] = optimizer.update({ a: 2 }, optimizer.init({ a: 1 }), { a: 1 });
 * Math.round(1e6 * updates.a); // => -200000
 */
export function radam(learningRate: number | Schedule, options: Omit<AdamOptions, "amsgrad"> = {}): Transformation {
  checkOptimizer("radam", learningRate, options, radamRanges);
  return chain(...decay(options.weightDecay), scaleByRadam(options), scaleByLearningRate(learningRate));
}

function scaleByRadam({ beta1 = 0.9, beta2 = 0.999, eps = 1e-8 }: AdamOptions): Transformation<AdamState> {
  const most = 2 / (1 - beta2) - 1;
  const rectification = (t: number): number | undefined => {
    const power = beta2 ** t;
    const length = most - (2 * t * power) / (1 - power);
    if (!(length > 5)) return undefined;
    return Math.sqrt(((length - 4) * (length - 2) * most) / ((most - 4) * (most - 2) * length));
  };
  return withCheckedState("radam", ["step", "mean", "meanSquare"], {
    init: (params) => ({ step: noSteps(params), mean: zerosLike(params), meanSquare: zerosLike(params) }),
    update: (grads, state) => {
      const step = count(state.step, grads);
      const mean = average(beta1, state.mean, grads);
      const meanSquare = averageSquare(beta2, state.meanSquare, grads);
      const updates = mapLeaves(
        (_, m, v, t) => {
          const r = rectification(t as number);
          const meanGradient = unbiased(m, beta1, t);
          if (r === undefined) return meanGradient;
          return mul(meanGradient, div(r * Math.sqrt(1 - beta2 ** (t as number)), add(sqrt(v), eps)));
        },
        grads,
        mean,
        meanSquare,
        step,
      );
      return [updates, { step, mean, meanSquare }];
    },
  });
}
