import { expectNoMore } from "@wengert/array/author";
import { updateLeaves } from "../trees/mapleaves.ts";
import { applied } from "../trees/pending.ts";

/**
 * The parameters plus their updates. Numbers stay numbers; static leaves and leaves without an update stay as they are.
 *
 * The parameters of a ParamSet are written, in the unconstrained space. A tree is not changed; a new one is returned.
 *
 * @param params - a tree of numbers and Tensors, or a ParamSet
 * @param updates - a tree like the parameters, `null` where there is no update; for a ParamSet, Grads
 * @throws {TreeMismatchError} where the trees differ otherwise
 * @example
 * import { applyUpdates } from "@wengert/optim";
 *
 * applyUpdates({ a: 1, b: 2, name: "rbf" }, { a: 0.5, b: null, name: null }); // => { a: 1.5, b: 2, name: "rbf" }
 */
export function applyUpdates<P>(params: P, updates: unknown): P {
  expectNoMore("applyUpdates", arguments[2]);
  return updateLeaves("applyUpdates", applied, params, updates);
}
