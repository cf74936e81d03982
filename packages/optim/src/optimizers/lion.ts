import { add, mul, sign } from "@wengert/ops";
import { fraction, nonNegative, type Ranges } from "../options/ranges.ts";
import type { Schedule } from "../schedules/schedule.ts";
import { withCheckedState } from "../transforms/checkedstate.ts";
import { chain, type Transformation } from "../transforms/transformation.ts";
import { mapLeaves } from "../trees/mapleaves.ts";
import { checkOptimizer } from "./checkoptimizer.ts";
import { scaleByLearningRate } from "./learningrate.ts";
import { average, decay, zerosLike } from "./moments.ts";

/** Hyperparameters of Lion, with the paper's defaults. */
export interface LionOptions {
  /** β₁, the weight of the mean in the step. Default 0.9. */
  readonly beta1?: number;
  /** Decay of the mean of gradients. Default 0.99. */
  readonly beta2?: number;
  /** λ of the decoupled weight decay. Default 0. */
  readonly weightDecay?: number;
}

const lionRanges: Ranges<LionOptions> = { beta1: fraction, beta2: fraction, weightDecay: nonNegative };

/**
 * Lion: every element takes a step of the same size, and the gradients decide its sign only.
 *
 *     p ← p - η( sign(β₁m + (1 - β₁)g) + λp ),   then   m ← β₂m + (1 - β₂)g
 *
 * The authors advise a rate 3 to 10 times smaller than for Adam, and a λ larger by the same factor.
 *
 * Source: Chen, Liang, Huang, Real, Wang, Liu, Pham, Dong, Luong, Hsieh, Lu & Le, "Symbolic discovery of optimization
 * algorithms", arXiv:2302.06675, algorithm 2.
 *
 * @param learningRate - η: a number, or a function of the number of steps done
 * @example
 * import { lion } from "@wengert/optim";
 *
 * const optimizer = lion(0.5);
 * optimizer.update({ a: 7, b: 0 }, optimizer.init({ a: 1, b: 1 }), { a: 1, b: 1 })[0]; // => { a: -0.5, b: 0 }
 */
export function lion(learningRate: number | Schedule, options: LionOptions = {}): Transformation {
  checkOptimizer("lion", learningRate, options, lionRanges);
  return chain(signOfMean(options), ...decay(options.weightDecay), scaleByLearningRate(learningRate));
}

function signOfMean({ beta1 = 0.9, beta2 = 0.99 }: LionOptions): Transformation<{ readonly mean: unknown }> {
  return withCheckedState("lion", ["mean"], {
    init: (params) => ({ mean: zerosLike(params) }),
    update: (grads, { mean }) => [
      mapLeaves((g, m) => sign(add(mul(beta1, m), mul(1 - beta1, g))), grads, mean),
      { mean: average(beta2, mean, grads) },
    ],
  });
}
