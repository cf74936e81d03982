import { add, div, mul, sign, sqrt, square, sub } from "@wengert/ops";
import { combine, filled, renew } from "../leaves.ts";
import type { Schedule } from "../schedules/schedule.ts";
import { chain, type Transformation } from "../transformation.ts";
import type { AdamOptions, AdamState } from "./adam.ts";
import { checkOptimizer } from "./arguments.ts";
import { average, count, noSteps, penalty, unbiased } from "./moments.ts";
import { scaleByLearningRate } from "./rate.ts";

/** Hyperparameters of Yogi, with the paper's defaults. */
export interface YogiOptions extends Omit<AdamOptions, "amsgrad"> {
  /** What both means begin with. Default 1e-6. */
  readonly initialAccumulatorValue?: number;
}

/**
 * Yogi: Adam whose mean square forgets slowly, by an amount that depends on g² alone and not on its distance to v.
 *
 *     m ← β₁m + (1 - β₁)g,   v ← v - (1 - β₂) sign(v - g²) g²,   p ← p - η m̂/(√v̂ + ε)
 *
 * with m̂ and v̂ corrected as in Adam, ε = 10⁻³, and both means beginning at 10⁻⁶.
 *
 * Source: Zaheer, Reddi, Sachan, Kale & Kumar, "Adaptive methods for nonconvex optimization" (NeurIPS 2018), algorithm 2;
 * the correction and the beginning are those of Optax.
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
  checkOptimizer("yogi", learningRate, options);
  return chain(...penalty(options.weightDecay), scaleByYogi(options), scaleByLearningRate(learningRate));
}

function scaleByYogi(options: YogiOptions): Transformation<AdamState> {
  const { beta1 = 0.9, beta2 = 0.999, eps = 1e-3, initialAccumulatorValue = 1e-6 } = options;
  return {
    init: (params) => {
      const first = filled(initialAccumulatorValue, params);
      return { step: noSteps(params), mean: first, meanSquare: first };
    },
    update: (grads, state) => {
      const step = count(state.step, grads);
      const mean = average(beta1, state.mean, grads);
      const meanSquare = renew(
        "update",
        (v, g) => sub(v, mul(1 - beta2, mul(sign(sub(v, square(g))), square(g)))),
        state.meanSquare,
        grads,
      );
      const updates = combine(
        (_, m, v, t) => div(unbiased(m, beta1, t), add(sqrt(unbiased(v, beta2, t)), eps)),
        grads,
        mean,
        meanSquare,
        step,
      );
      return [updates, { step, mean, meanSquare }];
    },
  };
}
