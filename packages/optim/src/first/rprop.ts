import { clip, greater, less, mul, sign, where } from "@wengert/ops";
import { combine, filled, renew } from "../leaves.ts";
import { rateAt, type Schedule } from "../schedules/schedule.ts";
import type { Transformation } from "../transformation.ts";
import { checkOptimizer } from "./arguments.ts";
import { zerosLike } from "./moments.ts";

/** Hyperparameters of Rprop, with PyTorch's defaults. */
export interface RpropOptions {
  /** The factor where the gradient has changed its sign. Default 0.5. */
  readonly etaMinus?: number;
  /** The factor where it has kept it. Default 1.2. */
  readonly etaPlus?: number;
  /** Least size of a step. Default 1e-6. */
  readonly minStep?: number;
  /** Greatest size of a step. Default 50. */
  readonly maxStep?: number;
}

/** What Rprop remembers: the size of the next step, and the last gradient that counted. */
export interface RpropState {
  readonly size: unknown;
  readonly gradient: unknown;
}

/**
 * Resilient backpropagation: only the signs of the gradient count, and each element has its own size of step δ. With g′
 * the last gradient, 0 if it did not count:
 *
 *     g·g′ > 0:  δ ← η⁺δ         g·g′ < 0:  δ ← η⁻δ, and g does not count         p ← p - δ sign(g)
 *
 * with δ kept within its limits.
 *
 * Source: Riedmiller & Braun, "A direct adaptive method for faster backpropagation learning: the RPROP algorithm" (1993);
 * the equations are those of `torch.optim.Rprop` (the variant that takes no step back).
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
  checkOptimizer("rprop", learningRate, options);
  const { etaMinus = 0.5, etaPlus = 1.2, minStep = 1e-6, maxStep = 50 } = options;
  return {
    init: (params) => ({ size: filled(rateAt(learningRate, 0), params), gradient: zerosLike(params) }),
    update: (grads, state) => {
      const agreement = combine((g, last) => mul(g, last), grads, state.gradient);
      const size = renew(
        "update",
        (d, a) => clip(mul(d, where(greater(a, 0), etaPlus, where(less(a, 0), etaMinus, 1))), minStep, maxStep),
        state.size,
        agreement,
      );
      const counting = combine((g, a) => where(less(a, 0), 0, g), grads, agreement);
      const gradient = renew("update", (_, g) => g, state.gradient, counting);
      return [combine((g, d) => mul(-1, mul(d, sign(g))), counting, size), { size, gradient }];
    },
  };
}
