import { ArgumentError } from "@wengert/array";
import { clip, greater, less, mul, sign, where } from "@wengert/ops";
import { aboveOne, nonNegative, positive, type Ranges, shrinking } from "../options/ranges.ts";
import { rateAt, type Schedule } from "../schedules/schedule.ts";
import { withCheckedState } from "../transforms/checkedstate.ts";
import type { Transformation } from "../transforms/transformation.ts";
import { constantState, mapLeaves, updateLeaves } from "../trees/mapleaves.ts";
import { checkOptimizer } from "./checkoptimizer.ts";
import { zerosLike } from "./moments.ts";

/** Hyperparameters of Rprop, with PyTorch's defaults. */
export interface RpropOptions {
  /** η⁻, the factor where the gradient changed its sign. Default 0.5. */
  readonly etaMinus?: number;
  /** η⁺, the factor where it kept its sign. Default 1.2. */
  readonly etaPlus?: number;
  /** Least size of a step. Default 1e-6. */
  readonly minStep?: number;
  /** Greatest size of a step. Default 50. */
  readonly maxStep?: number;
}

/** The state of Rprop: the size of the next step, and the last gradient that was used. */
export interface RpropState {
  readonly size: unknown;
  readonly gradient: unknown;
}

const rpropRanges: Ranges<RpropOptions> = {
  etaMinus: shrinking,
  etaPlus: aboveOne,
  minStep: nonNegative,
  maxStep: positive,
};

/**
 * Resilient backpropagation: uses the signs of the gradient only, and each element has its own size of step δ. With g′ the
 * last gradient, 0 if it was not used:
 *
 *     g·g′ > 0:  δ ← η⁺δ         g·g′ < 0:  δ ← η⁻δ, and g ← 0         p ← p - δ sign(g)
 *
 * with δ kept within its limits.
 *
 * Source: Riedmiller & Braun, "A direct adaptive method for faster backpropagation learning: the RPROP algorithm" (1993);
 * the equations are those of `torch.optim.Rprop` (the variant without backtracking).
 *
 * @param learningRate - the size of the first step
 * @example
 * import { rprop } from "@wengert/optim";
 *
 * const optimizer = rprop(0.5);
 * const [first, state] = optimizer.update({ a: 7 }, optimizer.init({ a: 1 }), { a: 1 });
 * first; // => { a: -0.5 }
 * optimizer.update({ a: 3 }, state, { a: 0.5 })[0]; // => { a: -0.6 }
 */
export function rprop(learningRate: number | Schedule, options: RpropOptions = {}): Transformation<RpropState> {
  checkOptimizer("rprop", learningRate, options, rpropRanges);
  const { etaMinus = 0.5, etaPlus = 1.2, minStep = 1e-6, maxStep = 50 } = options;
  if (minStep > maxStep) throw new ArgumentError("rprop: minStep must not exceed maxStep.", "rprop");
  return withCheckedState("rprop", ["size", "gradient"], {
    init: (params) => ({ size: constantState(rateAt(learningRate, 0), params), gradient: zerosLike(params) }),
    update: (grads, state) => {
      const agreement = mapLeaves((g, last) => mul(g, last), grads, state.gradient);
      const size = updateLeaves(
        "update",
        (d, a) => clip(mul(d, where(greater(a, 0), etaPlus, where(less(a, 0), etaMinus, 1))), minStep, maxStep),
        state.size,
        agreement,
      );
      const used = mapLeaves((g, a) => where(less(a, 0), 0, g), grads, agreement);
      const gradient = updateLeaves("update", (_, g) => g, state.gradient, used);
      return [mapLeaves((g, d) => mul(-1, mul(d, sign(g))), used, size), { size, gradient }];
    },
  });
}
