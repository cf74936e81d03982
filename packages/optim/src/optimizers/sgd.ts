import { ArgumentError } from "@wengert/array";
import { flag, fraction, nonNegative, type Ranges, unitInterval } from "../options/ranges.ts";
import type { Schedule } from "../schedules/schedule.ts";
import { chain, type Transformation } from "../transforms/transformation.ts";
import { checkOptimizer } from "./checkoptimizer.ts";
import { heavyBall } from "./heavyball.ts";
import { scaleByLearningRate } from "./learningrate.ts";
import { decay } from "./moments.ts";

/** Hyperparameters of stochastic gradient descent, with PyTorch's defaults. */
export interface SgdOptions {
  /** μ, the factor of the previous step, in [0, 1): from 1 on, steps grow without end. Default 0. */
  readonly momentum?: number;
  /** τ, in [0, 1]: gradients after the first have the weight 1 - τ. Default 0. */
  readonly dampening?: number;
  /** λ of the penalty λp that is added to the gradient. Default 0. */
  readonly weightDecay?: number;
  /** Whether to use Nesterov's variant. Default false. */
  readonly nesterov?: boolean;
}

const sgdRanges: Ranges<SgdOptions> = {
  momentum: fraction,
  dampening: unitInterval,
  weightDecay: nonNegative,
  nesterov: flag,
};

/**
 * Stochastic gradient descent: p ← p - ηu, where u is the gradient g + λp or, with momentum μ and dampening τ,
 *
 *     b ← g at first, then μb + (1 - τ)g,     u = b  (Nesterov: g + μb)
 *
 * Source: Robbins & Monro, "A stochastic approximation method" (1951); the equations are those of `torch.optim.SGD`.
 *
 * @param learningRate - η: a number, or a function of the number of steps done
 * @example
 * import { sgd } from "@wengert/optim";
 *
 * const optimizer = sgd(0.5);
 * const [updates] = optimizer.update({ a: 2 }, optimizer.init({ a: 1 }), { a: 1 });
 * updates; // => { a: -1 }
 */
export function sgd(learningRate: number | Schedule, options: SgdOptions = {}): Transformation {
  return sgdNamed("sgd", learningRate, options);
}

/** @throws {ArgumentError} for Nesterov's variant without momentum or with dampening, which has no equation */
function sgdNamed(op: string, learningRate: number | Schedule, options: SgdOptions): Transformation {
  checkOptimizer(op, learningRate, options, sgdRanges);
  const { momentum = 0, dampening = 0, nesterov = false, weightDecay } = options;
  if (nesterov && (momentum === 0 || dampening !== 0)) {
    throw new ArgumentError(`${op}: nesterov needs a momentum > 0 and no dampening.`, op);
  }
  const carried = momentum === 0 ? [] : [heavyBall({ momentum, dampening, nesterov })];
  return chain(...decay(weightDecay), ...carried, scaleByLearningRate(learningRate));
}

/**
 * Gradient descent with heavy-ball momentum: {@link sgd} with a momentum of 0.9 by default.
 *
 * @param learningRate - a number, or a function of the number of steps done
 * @example
 * import { momentum } from "@wengert/optim";
 *
 * const optimizer = momentum(0.5);
 * const [first, state] = optimizer.update({ a: 2 }, optimizer.init({ a: 1 }), { a: 1 });
 * first; // => { a: -1 }
 * optimizer.update({ a: 0 }, state, { a: 0 })[0]; // => { a: -0.9 }
 */
export function momentum(learningRate: number | Schedule, options: SgdOptions = {}): Transformation {
  checkOptimizer("momentum", learningRate, options, sgdRanges);
  return sgdNamed("momentum", learningRate, { momentum: 0.9, ...options });
}

/**
 * Gradient descent with Nesterov's momentum: {@link sgd} with `nesterov` and a momentum of 0.9 by default.
 *
 * @param learningRate - a number, or a function of the number of steps done
 * @example
 * import { nesterov } from "@wengert/optim";
 *
 * const optimizer = nesterov(0.5, { momentum: 0.5 });
 * optimizer.update({ a: 2 }, optimizer.init({ a: 1 }), { a: 1 })[0]; // => { a: -1.5 }
 */
export function nesterov(learningRate: number | Schedule, options: SgdOptions = {}): Transformation {
  checkOptimizer("nesterov", learningRate, options, sgdRanges);
  return sgdNamed("nesterov", learningRate, { momentum: 0.9, nesterov: true, ...options });
}
