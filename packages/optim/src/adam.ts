import { zeros } from "@wengert/array";
import { add, div, mul, sqrt, square } from "@wengert/ops";
import { combine, fill, renew } from "./leaves.ts";
import { scaleByLearningRate } from "./rate.ts";
import type { Schedule } from "./schedules.ts";
import { chain, type Transformation } from "./transformation.ts";

/** Hyperparameters of Adam, with PyTorch's defaults. */
export interface AdamOptions {
  /** Decay of the mean of gradients. Default 0.9. */
  readonly beta1?: number;
  /** Decay of the mean of their squares. Default 0.999. */
  readonly beta2?: number;
  /** Added to the root of the mean square. Default 1e-8. */
  readonly eps?: number;
}

/** What Adam remembers: the number of steps, and trees like the parameters. */
export interface AdamState {
  readonly step: number;
  readonly mean: unknown;
  readonly meanSquare: unknown;
}

/**
 * Adam: steps of the learning rate's size, against the mean gradient relative to its root mean square.
 *
 * Source: Kingma & Ba, "Adam: a method for stochastic optimization", arXiv:1412.6980, algorithm 1; the equations and
 * defaults are those of PyTorch's `torch.optim.Adam`.
 *
 * @param learningRate - a number, or a function of the number of steps done
 * @example
 * import { adam, applyUpdates } from "@wengert/optim";
 *
 * const optimizer = adam(0.1);
 * let x = { a: 3 };
 * let state = optimizer.init(x);
 * for (let i = 0; i < 2; i++) {
 *   const [updates, next] = optimizer.update({ a: 2 * x.a }, state, x);
 *   [x, state] = [applyUpdates(x, updates), next];
 * }
 * Math.round(100 * x.a); // => 280
 */
export function adam(learningRate: number | Schedule, options: AdamOptions = {}): Transformation {
  return chain(scaleByAdam(options), scaleByLearningRate(learningRate));
}

/**
 * The direction of Adam, with t counting steps from 1:
 *
 *     m ← β₁m + (1 - β₁)g,   v ← β₂v + (1 - β₂)g²
 *     u = m̂/(√v̂ + ε)   with  m̂ = m/(1 - β₁ᵗ),  v̂ = v/(1 - β₂ᵗ)
 *
 * The divisions undo that both means begin at zero.
 */
export function scaleByAdam({ beta1 = 0.9, beta2 = 0.999, eps = 1e-8 }: AdamOptions = {}): Transformation<AdamState> {
  return {
    init: (params) => {
      const zero = fill((x) => (typeof x === "number" ? 0 : zeros(x.shape)), params);
      return { step: 0, mean: zero, meanSquare: zero };
    },
    update: (grads, state) => {
      const step = state.step + 1;
      const mean = renew("update", (m, g) => add(mul(beta1, m), mul(1 - beta1, g)), state.mean, grads);
      const meanSquare = renew(
        "update",
        (v, g) => add(mul(beta2, v), mul(1 - beta2, square(g))),
        state.meanSquare,
        grads,
      );
      const [rest1, rest2] = [1 - beta1 ** step, 1 - beta2 ** step];
      const direction = combine(
        (_, m, v) => div(div(m, rest1), add(sqrt(div(v, rest2)), eps)),
        grads,
        mean,
        meanSquare,
      );
      return [direction, { step, mean, meanSquare }];
    },
  };
}
