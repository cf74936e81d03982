import { expectNumber, expectOptions } from "@wengert/array/author";
import { average, count, noSteps, unbiased, zerosLike } from "../first/moments.ts";
import { combine } from "../leaves.ts";
import type { Transformation } from "../transformation.ts";

/** How to average. */
export interface EmaOptions {
  /** Whether to divide by 1 - βᵗ, which undoes that the mean begins at 0. Default true. */
  readonly debias?: boolean;
}

/** What the average remembers: how many updates it saw, and their mean. */
export interface EmaState {
  readonly step: unknown;
  readonly mean: unknown;
}

/**
 * The exponential moving average of the updates that it is given: m ← βm + (1 - β)u, passed on as m/(1 - βᵗ).
 *
 * @param decay - β
 * @example
 * import { ema } from "@wengert/optim";
 *
 * const average = ema(0.5);
 * const [first, state] = average.update({ a: 1 }, average.init({ a: 0 }));
 * first; // => { a: 1 }
 * Math.round(30 * average.update({ a: 4 }, state)[0].a); // => 90
 */
export function ema(decay: number, options: EmaOptions = {}): Transformation<EmaState> {
  expectNumber("ema", "decay", decay);
  expectOptions("ema", options);
  const { debias = true } = options;
  return {
    init: (params) => ({ step: noSteps(params), mean: zerosLike(params) }),
    update: (grads, state) => {
      const step = count(state.step, grads);
      const mean = average(decay, state.mean, grads);
      return [combine((_, m, t) => (debias ? unbiased(m, decay, t) : m), grads, mean, step), { step, mean }];
    },
  };
}
