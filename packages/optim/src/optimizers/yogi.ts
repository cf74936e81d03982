import { add, div, mul, sign, sqrt, square, sub } from "@wengert/ops";
import { fraction, nonNegative, type Ranges } from "../options/ranges.ts";
import type { Schedule } from "../schedules/schedule.ts";
import { withCheckedState } from "../transforms/checkedstate.ts";
import { chain, type Transformation } from "../transforms/transformation.ts";
import { constantState, mapLeaves, updateLeaves } from "../trees/mapleaves.ts";
import type { AdamOptions, AdamState } from "./adam.ts";
import { checkOptimizer } from "./checkoptimizer.ts";
import { scaleByLearningRate } from "./learningrate.ts";
import { average, count, decay, noSteps, unbiased } from "./moments.ts";

/** Hyperparameters of Yogi, with the paper's defaults. */
export interface YogiOptions extends Omit<AdamOptions, "amsgrad"> {
  /** The initial value of both means. Default 1e-6. */
  readonly initialAccumulatorValue?: number;
}

const yogiRanges: Ranges<YogiOptions> = {
  beta1: fraction,
  beta2: fraction,
  eps: nonNegative,
  weightDecay: nonNegative,
  initialAccumulatorValue: nonNegative,
};

/**
 * Yogi: Adam whose mean square changes by an amount that depends on g² alone, not on its distance to v. So it decays slowly.
 *
 *     m ← β₁m + (1 - β₁)g,   v ← v - (1 - β₂) sign(v - g²) g²,   p ← p - η m̂/(√v̂ + ε)
 *
 * with m̂ and v̂ corrected as in Adam, ε = 10⁻³, and initial means of 10⁻⁶.
 *
 * Source: Zaheer, Reddi, Sachan, Kale & Kumar, "Adaptive methods for nonconvex optimization" (NeurIPS 2018), algorithm 2;
 * the correction and the initial means are those of Optax.
 *
 * @param learningRate - η: a number, or a function of the number of steps done
 * @example
 * import { yogi } from "@wengert/optim";
 *
 * const optimizer = yogi(0.1, { initialAccumulatorValue: 0, eps: 0 });
 * const [updates] = optimizer.update({ a: 2 }, optimizer.init({ a: 1 }), { a: 1 });
 * Math.round(1e6 * updates.a); // => -100000
 */
export function yogi(learningRate: number | Schedule, options: YogiOptions = {}): Transformation {
  checkOptimizer("yogi", learningRate, options, yogiRanges);
  return chain(...decay(options.weightDecay), scaleByYogi(options), scaleByLearningRate(learningRate));
}

function scaleByYogi(options: YogiOptions): Transformation<AdamState> {
  const { beta1 = 0.9, beta2 = 0.999, eps = 1e-3, initialAccumulatorValue = 1e-6 } = options;
  return withCheckedState("yogi", ["step", "mean", "meanSquare"], {
    init: (params) => {
      const first = constantState(initialAccumulatorValue, params);
      return { step: noSteps(params), mean: first, meanSquare: first };
    },
    update: (grads, state) => {
      const step = count(state.step, grads);
      const mean = average(beta1, state.mean, grads);
      const meanSquare = updateLeaves(
        "update",
        (v, g) => sub(v, mul(1 - beta2, mul(sign(sub(v, square(g))), square(g)))),
        state.meanSquare,
        grads,
      );
      const updates = mapLeaves(
        (_, m, v, t) => div(unbiased(m, beta1, t), add(sqrt(unbiased(v, beta2, t)), eps)),
        grads,
        mean,
        meanSquare,
        step,
      );
      return [updates, { step, mean, meanSquare }];
    },
  });
}
