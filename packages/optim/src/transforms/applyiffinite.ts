import { isTensor, zeros } from "@wengert/array";
import { all, finiteMask } from "@wengert/ops";
import { checkRanges, wholeNumber } from "../options/ranges.ts";
import { leavesOf, mapLeaves } from "../trees/mapleaves.ts";
import { withCheckedState } from "./checkedstate.ts";
import { expectTransformation, type Transformation } from "./transformation.ts";

/** The state of `applyIfFinite`: non-finite steps in a row, such steps in all, and the inner state. */
export interface ApplyIfFiniteState {
  readonly running: number;
  readonly total: number;
  readonly inner: unknown;
}

/**
 * Skips a step whose gradient or update is not finite: the update is 0, and the inner state stays as it was.
 *
 * @param most - after so many in a row, the non-finite update is passed on, so that the failure is seen. Default: never
 * @throws {ArgumentError} for `most` that is neither an integer ≥ 0 nor Infinity
 * @example
 * import { applyIfFinite, sgd } from "@wengert/optim";
 *
 * const optimizer = applyIfFinite(sgd(1));
 * optimizer.update({ a: Number.NaN, b: 1 }, optimizer.init({ a: 0, b: 0 }))[0]; // => { a: 0, b: 0 }
 */
export function applyIfFinite(
  transformation: Transformation,
  most: number = Number.POSITIVE_INFINITY,
): Transformation<ApplyIfFiniteState> {
  expectTransformation("applyIfFinite", transformation);
  if (most !== Number.POSITIVE_INFINITY) checkRanges("applyIfFinite", { most }, { most: wholeNumber });
  return withCheckedState("applyIfFinite", ["running", "total", "inner"], {
    init: (params) => ({ running: 0, total: 0, inner: transformation.init(params) }),
    update: (grads, state, params) => {
      const [updates, inner] = transformation.update(grads, state.inner, params);
      if (areFinite(grads) && areFinite(updates)) return [updates, { ...state, running: 0, inner }];
      const [running, total] = [state.running + 1, state.total + 1];
      if (running > most) return [updates, { running, total, inner }];
      return [mapLeaves((g) => (isTensor(g) ? zeros(g.shape) : 0), grads), { running, total, inner: state.inner }];
    },
  });
}

function areFinite(tree: unknown): boolean {
  return leavesOf(tree).every((leaf) => all(finiteMask(leaf)).item() === 1);
}
