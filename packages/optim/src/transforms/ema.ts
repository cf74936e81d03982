import { average, count, noSteps, unbiased, zerosLike } from "../optimizers/moments.ts";
import { checkRanges, flag, fraction } from "../options/ranges.ts";
import { mapLeaves } from "../trees/mapleaves.ts";
import { withCheckedState } from "./checkedstate.ts";
import type { Transformation } from "./transformation.ts";

/** Options of `ema`. */
export interface EmaOptions {
  /** Whether to divide by 1 - βᵗ, which corrects for the initial mean of 0. Default true. */
  readonly debias?: boolean;
}

/** The state of `ema`: the number of updates so far, and their mean. */
export interface EmaState {
  readonly step: unknown;
  readonly mean: unknown;
}

/**
 * The exponential moving average of updates: m ← βm + (1 - β)u, passed on as m/(1 - βᵗ).
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
  checkRanges("ema", { decay }, { decay: fraction });
  checkRanges("ema", options, { debias: flag });
  const { debias = true } = options;
  return withCheckedState("ema", ["step", "mean"], {
    init: (params) => ({ step: noSteps(params), mean: zerosLike(params) }),
    update: (grads, state) => {
      const step = count(state.step, grads);
      const mean = average(decay, state.mean, grads);
      return [mapLeaves((_, m, t) => (debias ? unbiased(m, decay, t) : m), grads, mean, step), { step, mean }];
    },
  });
}
