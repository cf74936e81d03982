import { add, div, sqrt, square } from "@wengert/ops";
import { nonNegative, type Ranges } from "../options/ranges.ts";
import { rateAt, type Schedule } from "../schedules/schedule.ts";
import { withCheckedState } from "../transforms/checkedstate.ts";
import { chain, type Transformation } from "../transforms/transformation.ts";
import { constantState, mapLeaves, updateLeaves } from "../trees/mapleaves.ts";
import { checkOptimizer } from "./checkoptimizer.ts";
import { scaleByLearningRate } from "./learningrate.ts";
import { decay } from "./moments.ts";

/** Hyperparameters of Adagrad, with PyTorch's defaults. */
export interface AdagradOptions {
  /** κ: the rate falls as 1/(1 + κ·steps). Default 0. */
  readonly lrDecay?: number;
  /** λ of the penalty λp that is added to the gradient. Default 0. */
  readonly weightDecay?: number;
  /** The initial sum of squares. Default 0. */
  readonly initialAccumulatorValue?: number;
  /** Added to the root of the sum. Default 1e-10. */
  readonly eps?: number;
}

const adagradRanges: Ranges<AdagradOptions> = {
  lrDecay: nonNegative,
  weightDecay: nonNegative,
  initialAccumulatorValue: nonNegative,
  eps: nonNegative,
};

/**
 * Adagrad: each element of the gradient is divided by the root of the sum of its squares so far. With t counting steps from 1:
 *
 *     s ← s + g²,   p ← p - η/(1 + (t - 1)κ) · g/(√s + ε)
 *
 * Source: Duchi, Hazan & Singer, "Adaptive subgradient methods for online learning and stochastic optimization",
 * JMLR 12 (2011); the equations are those of `torch.optim.Adagrad`.
 *
 * @param learningRate - η: a number, or a function of the number of steps done
 * @example
 * import { adagrad } from "@wengert/optim";
 *
 * const optimizer = adagrad(0.5, { eps: 0 });
 * const [first, state] = optimizer.update({ a: 3 }, optimizer.init({ a: 1 }), { a: 1 });
 * first; // => { a: -0.5 }
 * optimizer.update({ a: 4 }, state, { a: 0.5 })[0]; // => { a: -0.4 }
 */
export function adagrad(learningRate: number | Schedule, options: AdagradOptions = {}): Transformation {
  checkOptimizer("adagrad", learningRate, options, adagradRanges);
  const { lrDecay = 0, weightDecay } = options;
  const rate = (step: number): number => rateAt(learningRate, step) / (1 + step * lrDecay);
  return chain(...decay(weightDecay), scaleByRootOfSum(options), scaleByLearningRate(rate));
}

/** g/(√s + ε), with s the sum of all g². */
function scaleByRootOfSum({
  initialAccumulatorValue = 0,
  eps = 1e-10,
}: AdagradOptions): Transformation<{ readonly sum: unknown }> {
  return withCheckedState("adagrad", ["sum"], {
    init: (params) => ({ sum: constantState(initialAccumulatorValue, params) }),
    update: (grads, state) => {
      const sum = updateLeaves("update", (s, g) => add(s, square(g)), state.sum, grads);
      return [mapLeaves((g, s) => div(g, add(sqrt(s), eps)), grads, sum), { sum }];
    },
  });
}
