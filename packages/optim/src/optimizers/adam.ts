import { add, div, maximum, mul, sqrt, square } from "@wengert/ops";
import { flag, fraction, nonNegative, type Ranges } from "../options/ranges.ts";
import type { Schedule } from "../schedules/schedule.ts";
import { withCheckedState } from "../transforms/checkedstate.ts";
import { chain, type Transformation } from "../transforms/transformation.ts";
import type { Leaf } from "../trees/leaf.ts";
import { stepLeaves } from "../trees/mapleaves.ts";
import { untraced } from "../trees/treealgebra.ts";
import { type AdamNumbers, adamStep, type Moments } from "./adamstep.ts";
import { checkOptimizer } from "./checkoptimizer.ts";
import { scaleByLearningRate } from "./learningrate.ts";
import { decay, noSteps, zerosLike } from "./moments.ts";

/** Hyperparameters of Adam and its relatives, with PyTorch's defaults. */
export interface AdamOptions {
  /** Decay of the mean of gradients. Default 0.9. */
  readonly beta1?: number;
  /** Decay of the mean of their squares. Default 0.999. */
  readonly beta2?: number;
  /** Added to the root of the mean square. Default 1e-8. */
  readonly eps?: number;
  /** λ of the weight decay. Default 0; of `adamw`, 0.01. */
  readonly weightDecay?: number;
  /** Whether to divide by the largest mean square so far. Default false. */
  readonly amsgrad?: boolean;
}

/** The state of Adam: the number of gradients, and trees like the parameters. */
export interface AdamState {
  readonly step: unknown;
  readonly mean: unknown;
  readonly meanSquare: unknown;
  /** With amsgrad: the largest mean square so far. */
  readonly largest?: unknown;
}

const adamRanges: Ranges<AdamOptions> = {
  beta1: fraction,
  beta2: fraction,
  eps: nonNegative,
  weightDecay: nonNegative,
  amsgrad: flag,
};

/**
 * Adam: steps along the mean gradient divided by its root mean square, so that they are about as long as the learning rate.
 *
 *     m ← β₁m + (1 - β₁)g,   v ← β₂v + (1 - β₂)g²,   p ← p - η m̂/(√v̂ + ε)
 *     with  m̂ = m/(1 - β₁ᵗ),  v̂ = v/(1 - β₂ᵗ),  t counting gradients from 1
 *
 * Weight decay adds λp to the gradient, like a penalty. `adamw` has the decoupled kind.
 *
 * Source: Kingma & Ba, "Adam: a method for stochastic optimization", arXiv:1412.6980, algorithm 1; the equations and
 * defaults are those of PyTorch's `torch.optim.Adam`.
 *
 * @param learningRate - η: a number, or a function of the number of steps done
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
  return adamNamed("adam", learningRate, options);
}

function adamNamed(op: string, learningRate: number | Schedule, options: AdamOptions): Transformation {
  checkOptimizer(op, learningRate, options, adamRanges);
  return chain(...decay(options.weightDecay), scaleByAdam(options), scaleByLearningRate(learningRate));
}

/**
 * Adam that divides by the largest mean square so far, so that the effective rate never grows: v̂ ← max(v̂, v)/(1 - β₂ᵗ).
 *
 * Source: Reddi, Kale & Kumar, "On the convergence of Adam and beyond", arXiv:1904.09237; as `torch.optim.Adam` with
 * `amsgrad=True`, which corrects the bias after taking the maximum.
 *
 * @param learningRate - a number, or a function of the number of steps done
 * @example
 * import { amsgrad } from "@wengert/optim";
 *
 * const optimizer = amsgrad(0.1, { beta1: 0, beta2: 0, eps: 0 });
 * const [, state] = optimizer.update({ a: 4 }, optimizer.init({ a: 1 }), { a: 1 });
 * optimizer.update({ a: 2 }, state, { a: 0.9 })[0]; // => { a: -0.05 }
 */
export function amsgrad(learningRate: number | Schedule, options: AdamOptions = {}): Transformation {
  checkOptimizer("amsgrad", learningRate, options, adamRanges);
  return adamNamed("amsgrad", learningRate, { amsgrad: true, ...options });
}

/**
 * Adam with decoupled weight decay: p ← p - η(m̂/(√v̂ + ε) + λp), so that the decay does not enter the means.
 *
 * Source: Loshchilov & Hutter, "Decoupled weight decay regularization", arXiv:1711.05101; the equations and defaults
 * are those of `torch.optim.AdamW`.
 *
 * @param learningRate - a number, or a function of the number of steps done
 * @example
 * import { adamw } from "@wengert/optim";
 *
 * const optimizer = adamw(0.1, { weightDecay: 0.5 });
 * optimizer.update({ a: 0 }, optimizer.init({ a: 1 }), { a: 1 })[0]; // => { a: -0.05 }
 */
export function adamw(learningRate: number | Schedule, options: AdamOptions = {}): Transformation {
  checkOptimizer("adamw", learningRate, options, adamRanges);
  const { weightDecay = 0.01 } = options;
  return chain(scaleByAdam(options), ...decay(weightDecay), scaleByLearningRate(learningRate));
}

/** The direction of Adam, m̂/(√v̂ + ε). The divisions in m̂ and v̂ correct for the initial means of 0. */
export function scaleByAdam(options: AdamOptions = {}): Transformation<AdamState> {
  const { beta1 = 0.9, beta2 = 0.999, eps = 1e-8, amsgrad = false } = options;
  return withCheckedState<AdamState>(
    "adam",
    amsgrad ? ["step", "mean", "meanSquare", "largest"] : ["step", "mean", "meanSquare"],
    {
      init: (params) => {
        const zero = zerosLike(params);
        const state = { step: noSteps(params), mean: zero, meanSquare: zero };
        return amsgrad ? { ...state, largest: zero } : state;
      },
      update: (grads, state) => {
        const { step, mean, meanSquare, largest } = state;
        const [updates, next] = stepLeaves(
          (g, [steps, ...moments]) => {
            const t = (steps as number) + 1;
            const numbers = { beta1, beta2, eps, c1: 1 / (1 - beta1 ** t), c2: 1 / Math.sqrt(1 - beta2 ** t) };
            const before = moments as unknown as Moments<Leaf>;
            const [direction, ...after] = adamStep(g, before, numbers) ?? adamStepInOperations(g, before, numbers);
            return [direction, t, ...(after as Leaf[])];
          },
          grads,
          amsgrad ? [step, mean, meanSquare, largest] : [step, mean, meanSquare],
        );
        const [steps, m, v, most] = next;
        const shared = { step: steps, mean: m, meanSquare: v };
        return [updates, amsgrad ? { ...shared, largest: most } : shared];
      },
    },
  );
}

/** m ← β₁m + (1 - β₁)g, v ← β₂v + (1 - β₂)g², and the direction m c₁/(√v c₂ + ε). */
function adamStepInOperations(
  g: Leaf,
  [mean, meanSquare, largest]: Moments<Leaf>,
  { beta1, beta2, eps, c1, c2 }: AdamNumbers,
): readonly [direction: Leaf, ...Moments<Leaf>] {
  const m = add(mul(beta1, mean), mul(1 - beta1, g));
  const v = add(mul(beta2, meanSquare), mul(1 - beta2, square(g)));
  const most = largest === undefined ? undefined : maximum(largest, v);
  const direction = div(mul(m, c1), add(mul(sqrt(most ?? v), c2), eps));
  const next = most === undefined ? [direction, m, v] : [direction, m, v, most];
  return (typeof g === "number" ? next.map(untraced) : next) as [Leaf, Leaf, Leaf];
}
