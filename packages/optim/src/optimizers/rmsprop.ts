import { add, div, sqrt, square, sub } from "@wengert/ops";
import { flag, fraction, nonNegative, type Ranges } from "../options/ranges.ts";
import type { Schedule } from "../schedules/schedule.ts";
import { withCheckedState } from "../transforms/checkedstate.ts";
import { chain, type Transformation } from "../transforms/transformation.ts";
import { mapLeaves } from "../trees/mapleaves.ts";
import { checkOptimizer } from "./checkoptimizer.ts";
import { heavyBall } from "./heavyball.ts";
import { scaleByLearningRate } from "./learningrate.ts";
import { average, averageSquare, decay, zerosLike } from "./moments.ts";

/** Hyperparameters of RMSprop, with PyTorch's defaults. */
export interface RmspropOptions {
  /** Decay of the means, in [0, 1). Default 0.99. */
  readonly alpha?: number;
  /** Added to the root mean square. Default 1e-8. */
  readonly eps?: number;
  /** λ of the penalty λp that is added to the gradient. Default 0. */
  readonly weightDecay?: number;
  /** μ, the factor of the previous step, in [0, 1): from 1 on, steps grow without end. Default 0. */
  readonly momentum?: number;
  /** Whether to divide by the deviation from the mean gradient instead. Default false. */
  readonly centered?: boolean;
}

/** The mean square of the gradients, and their mean if centered. */
interface RmspropState {
  readonly meanSquare: unknown;
  readonly mean?: unknown;
}

const rmspropRanges: Ranges<RmspropOptions> = {
  alpha: fraction,
  eps: nonNegative,
  weightDecay: nonNegative,
  momentum: fraction,
  centered: flag,
};

/**
 * RMSprop: gradients relative to their root mean square.
 *
 *     v ← αv + (1 - α)g²,   u = g/(√v + ε);     centered: m ← αm + (1 - α)g,  √(v - m²) in place of √v
 *
 * then p ← p - ηu or, with momentum μ, b ← μb + u and p ← p - ηb.
 *
 * Source: Tieleman & Hinton, "Lecture 6.5: rmsprop" (2012); centered: Graves, arXiv:1308.0850. The equations are those
 * of `torch.optim.RMSprop`.
 *
 * @param learningRate - η: a number, or a function of the number of steps done
 * @example
 * import { rmsprop } from "@wengert/optim";
 *
 * const optimizer = rmsprop(0.01);
 * const [updates] = optimizer.update({ a: 2 }, optimizer.init({ a: 1 }), { a: 1 });
 * Math.round(1e6 * updates.a); // => -100000
 */
export function rmsprop(learningRate: number | Schedule, options: RmspropOptions = {}): Transformation {
  checkOptimizer("rmsprop", learningRate, options, rmspropRanges);
  const { momentum = 0, weightDecay } = options;
  const carried = momentum === 0 ? [] : [heavyBall({ momentum })];
  return chain(...decay(weightDecay), scaleByRms(options), ...carried, scaleByLearningRate(learningRate));
}

function scaleByRms(options: RmspropOptions): Transformation<RmspropState> {
  const { alpha = 0.99, eps = 1e-8, centered = false } = options;
  return withCheckedState("rmsprop", centered ? ["meanSquare", "mean"] : ["meanSquare"], {
    init: (params) => {
      const zero = zerosLike(params);
      return centered ? { meanSquare: zero, mean: zero } : { meanSquare: zero };
    },
    update: (grads, state) => {
      const meanSquare = averageSquare(alpha, state.meanSquare, grads);
      if (!centered) return [mapLeaves((g, v) => div(g, add(sqrt(v), eps)), grads, meanSquare), { meanSquare }];
      const mean = average(alpha, state.mean, grads);
      const updates = mapLeaves((g, v, m) => div(g, add(sqrt(sub(v, square(m))), eps)), grads, meanSquare, mean);
      return [updates, { meanSquare, mean }];
    },
  });
}
