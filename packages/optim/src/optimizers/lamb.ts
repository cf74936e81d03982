import { div, greater, mul, sqrt, square, sum, where } from "@wengert/ops";
import { fraction, nonNegative, type Ranges } from "../options/ranges.ts";
import type { Schedule } from "../schedules/schedule.ts";
import { chain, type Transformation } from "../transforms/transformation.ts";
import type { Leaf } from "../trees/leaf.ts";
import { mapLeaves } from "../trees/mapleaves.ts";
import { type AdamOptions, scaleByAdam } from "./adam.ts";
import { checkOptimizer } from "./checkoptimizer.ts";
import { scaleByLearningRate } from "./learningrate.ts";
import { decay } from "./moments.ts";

const lambRanges: Ranges<Omit<AdamOptions, "amsgrad">> = {
  beta1: fraction,
  beta2: fraction,
  eps: nonNegative,
  weightDecay: nonNegative,
};

/**
 * LAMB: Adam with decoupled weight decay, where each leaf's step is scaled to the rate times the norm of the leaf.
 *
 *     u = m̂/(√v̂ + ε) + λp,   p ← p - η ‖p‖/‖u‖ u
 *
 * with the means of Adam and ε = 10⁻⁶; where a norm is 0, the ratio is 1. The norms are those of a leaf.
 *
 * Source: You, Li, Reddi, Hseu, Kumar, Bhojanapalli, Song, Demmel, Keutzer & Hsieh, "Large batch optimization for deep
 * learning: training BERT in 76 minutes", arXiv:1904.00962, algorithm 2 with φ the identity.
 *
 * @param learningRate - η: a number, or a function of the number of steps done
 * @example
 * import { lamb } from "@wengert/optim";
 *
 * const optimizer = lamb(0.1);
 * const [updates] = optimizer.update({ a: 7 }, optimizer.init({ a: 3 }), { a: 3 });
 * Math.round(1e6 * updates.a); // => -300000
 */
export function lamb(learningRate: number | Schedule, options: Omit<AdamOptions, "amsgrad"> = {}): Transformation {
  checkOptimizer("lamb", learningRate, options, lambRanges);
  const { weightDecay, eps = 1e-6, ...betas } = options;
  return chain(
    scaleByAdam({ ...betas, eps }),
    ...decay(weightDecay),
    scaleByTrust(),
    scaleByLearningRate(learningRate),
  );
}

/** ‖p‖/‖u‖ u, leaf by leaf. */
function scaleByTrust(): Transformation<null> {
  return {
    init: () => null,
    update: (grads, state, params) => [mapLeaves((u, p) => mul(trust(p, u), u), grads, params), state],
  };
}

function trust(p: Leaf, u: Leaf): Leaf {
  const [of, by] = [sum(square(p)), sum(square(u))];
  const known = greater(mul(of, by), 0);
  // The root of 0 has no derivative, and `where` evaluates both branches.
  return where(known, sqrt(div(where(known, of, 1), where(known, by, 1))), 1);
}
