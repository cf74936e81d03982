import { add, div, mul, sqrt } from "@wengert/ops";
import { fraction, nonNegative, type Ranges } from "../options/ranges.ts";
import type { Schedule } from "../schedules/schedule.ts";
import { withCheckedState } from "../transforms/checkedstate.ts";
import { chain, type Transformation } from "../transforms/transformation.ts";
import { mapLeaves, stateLike, updateLeaves } from "../trees/mapleaves.ts";
import type { AdamOptions, AdamState } from "./adam.ts";
import { checkOptimizer } from "./checkoptimizer.ts";
import { scaleByLearningRate } from "./learningrate.ts";
import { average, averageSquare, count, decay, noSteps, unbiased, zerosLike } from "./moments.ts";

/** Hyperparameters of NAdam, with PyTorch's defaults. */
export interface NadamOptions extends Omit<AdamOptions, "amsgrad"> {
  /** ψ, the speed at which the momentum approaches β₁. Default 0.004. */
  readonly momentumDecay?: number;
}

/** The state of Adam, and the product of the momenta. */
interface NadamState extends AdamState {
  readonly product: unknown;
}

const nadamRanges: Ranges<NadamOptions> = {
  beta1: fraction,
  beta2: fraction,
  eps: nonNegative,
  weightDecay: nonNegative,
  momentumDecay: nonNegative,
};

/**
 * NAdam: Adam with Nesterov's momentum, which grows towards β₁. With t counting gradients from 1:
 *
 *     μₜ = β₁(1 - ½ 0.96^(tψ)),   Π ← Πμₜ,   m ← β₁m + (1 - β₁)g,   v ← β₂v + (1 - β₂)g²
 *     p ← p - η ( (1 - μₜ)/(1 - Π) g + μₜ₊₁/(1 - Πμₜ₊₁) m ) / (√v̂ + ε)    with  v̂ = v/(1 - β₂ᵗ)
 *
 * Source: Dozat, "Incorporating Nesterov momentum into Adam" (2016); the equations are those of `torch.optim.NAdam`.
 *
 * @param learningRate - η: a number, or a function of the number of steps done
 * @example
 * import { nadam } from "@wengert/optim";
 *
 * const optimizer = nadam(0.1);
 * const [updates] = optimizer.update({ a: 2 }, optimizer.init({ a: 1 }), { a: 1 });
 * updates.a < -0.1; // => true
 */
export function nadam(learningRate: number | Schedule, options: NadamOptions = {}): Transformation {
  checkOptimizer("nadam", learningRate, options, nadamRanges);
  return chain(...decay(options.weightDecay), scaleByNadam(options), scaleByLearningRate(learningRate));
}

function scaleByNadam(options: NadamOptions): Transformation<NadamState> {
  const { beta1 = 0.9, beta2 = 0.999, eps = 1e-8, momentumDecay = 4e-3 } = options;
  const momentum = (t: number): number => beta1 * (1 - 0.5 * 0.96 ** (t * momentumDecay));
  return withCheckedState("nadam", ["step", "product", "mean", "meanSquare"], {
    init: (params) => ({
      step: noSteps(params),
      product: stateLike(() => 1, params),
      mean: zerosLike(params),
      meanSquare: zerosLike(params),
    }),
    update: (grads, state) => {
      const step = count(state.step, grads);
      const product = updateLeaves(
        "update",
        (p, _, t) => (p as number) * momentum(t as number),
        state.product,
        grads,
        step,
      );
      const mean = average(beta1, state.mean, grads);
      const meanSquare = averageSquare(beta2, state.meanSquare, grads);
      const updates = mapLeaves(
        (g, m, v, t, p) => {
          const [now, next, all] = [momentum(t as number), momentum((t as number) + 1), p as number];
          const ahead = add(mul((1 - now) / (1 - all), g), mul(next / (1 - all * next), m));
          return div(ahead, add(sqrt(unbiased(v, beta2, t)), eps));
        },
        grads,
        mean,
        meanSquare,
        step,
        product,
      );
      return [updates, { step, product, mean, meanSquare }];
    },
  });
}
