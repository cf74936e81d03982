import { add, div, mul, sqrt } from "@wengert/ops";
import { fraction, nonNegative, type Ranges } from "../options/ranges.ts";
import type { Schedule } from "../schedules/schedule.ts";
import { withCheckedState } from "../transforms/checkedstate.ts";
import { chain, type Transformation } from "../transforms/transformation.ts";
import { mapLeaves } from "../trees/mapleaves.ts";
import { checkOptimizer } from "./checkoptimizer.ts";
import { scaleByLearningRate } from "./learningrate.ts";
import { averageSquare, decay, zerosLike } from "./moments.ts";

/** Hyperparameters of Adadelta, with PyTorch's defaults. */
export interface AdadeltaOptions {
  /** Decay of both mean squares. Default 0.9. */
  readonly rho?: number;
  /** Added to both mean squares. Default 1e-6. */
  readonly eps?: number;
  /** λ of the penalty λp that is added to the gradient. Default 0. */
  readonly weightDecay?: number;
}

/** The state of Adadelta: the mean squares of gradients and of updates. */
interface AdadeltaState {
  readonly meanSquare: unknown;
  readonly meanSquareUpdate: unknown;
}

const adadeltaRanges: Ranges<AdadeltaOptions> = { rho: fraction, eps: nonNegative, weightDecay: nonNegative };

/**
 * Adadelta: steps are scaled by the root mean square of past steps, which gives them the unit of the parameters.
 *
 *     v ← ρv + (1 - ρ)g²,   u = √(d + ε)/√(v + ε) · g,   d ← ρd + (1 - ρ)u²,   p ← p - ηu
 *
 * Source: Zeiler, "ADADELTA: an adaptive learning rate method", arXiv:1212.5701, algorithm 1; the equations are those
 * of `torch.optim.Adadelta`, whose rate is 1 by default.
 *
 * @param learningRate - η: a number, or a function of the number of steps done
 * @example
 * import { adadelta } from "@wengert/optim";
 *
 * const optimizer = adadelta(1);
 * const [updates] = optimizer.update({ a: 2 }, optimizer.init({ a: 1 }), { a: 1 });
 * Math.round(1e6 * updates.a); // => -3162
 */
export function adadelta(learningRate: number | Schedule = 1, options: AdadeltaOptions = {}): Transformation {
  checkOptimizer("adadelta", learningRate, options, adadeltaRanges);
  return chain(...decay(options.weightDecay), scaleByRatio(options), scaleByLearningRate(learningRate));
}

function scaleByRatio({ rho = 0.9, eps = 1e-6 }: AdadeltaOptions): Transformation<AdadeltaState> {
  return withCheckedState("adadelta", ["meanSquare", "meanSquareUpdate"], {
    init: (params) => ({ meanSquare: zerosLike(params), meanSquareUpdate: zerosLike(params) }),
    update: (grads, state) => {
      const meanSquare = averageSquare(rho, state.meanSquare, grads);
      const updates = mapLeaves(
        (g, v, d) => mul(div(sqrt(add(d, eps)), sqrt(add(v, eps))), g),
        grads,
        meanSquare,
        state.meanSquareUpdate,
      );
      return [updates, { meanSquare, meanSquareUpdate: averageSquare(rho, state.meanSquareUpdate, updates) }];
    },
  });
}
