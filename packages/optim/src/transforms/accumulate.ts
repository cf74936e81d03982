import { expectNoMore } from "@wengert/array/author";
import { add, div, mul } from "@wengert/ops";
import { zerosLike } from "../optimizers/moments.ts";
import { checkRanges, positiveInteger } from "../options/ranges.ts";
import { mapLeaves, updateLeaves } from "../trees/mapleaves.ts";
import { withCheckedState } from "./checkedstate.ts";
import { expectTransformation, type Transformation } from "./transformation.ts";

/** The state of `accumulate`: gradients since the last step, their mean, and the state of the inner transformation. */
export interface AccumulateState {
  readonly count: number;
  readonly mean: unknown;
  readonly inner: unknown;
}

/**
 * One step for several gradients, with their mean, and updates of 0 in between. So small batches act like a large one.
 *
 * @param steps - the number of gradients per step
 * @example
 * import { accumulate, sgd } from "@wengert/optim";
 *
 * const optimizer = accumulate(sgd(1), 2);
 * const [first, state] = optimizer.update({ a: 1 }, optimizer.init({ a: 0 }), { a: 0 });
 * first; // => { a: 0 }
 * optimizer.update({ a: 3 }, state, { a: 0 })[0]; // => { a: -2 }
 */
export function accumulate(transformation: Transformation, steps: number): Transformation<AccumulateState> {
  expectNoMore("accumulate", arguments[2]);
  expectTransformation("accumulate", transformation);
  checkRanges("accumulate", { steps }, { steps: positiveInteger });
  return withCheckedState("accumulate", ["count", "mean", "inner"], {
    init: (params) => ({ count: 0, mean: zerosLike(params), inner: transformation.init(params) }),
    update: (grads, state, params) => {
      const count = state.count + 1;
      const mean = updateLeaves("update", (m, g) => add(m, div(g, steps)), state.mean, grads);
      if (count < steps) return [mapLeaves((g) => mul(0, g), grads), { ...state, count, mean }];
      const [updates, inner] = transformation.update(
        mapLeaves((_, m) => m, grads, mean),
        state.inner,
        params,
      );
      return [updates, { count: 0, mean: zerosLike(state.mean), inner }];
    },
  });
}
