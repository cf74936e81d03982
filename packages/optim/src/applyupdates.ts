import { add } from "@wengert/ops";
import { renew } from "./leaves.ts";

/**
 * The parameters plus their updates: numbers stay numbers, static leaves and what has no update stay as they are.
 *
 * The parameters of a ParamSet are written, in the unconstrained space; a tree is left as it is, and a new one made.
 *
 * @param params - a tree of numbers and Tensors, or a ParamSet
 * @param updates - a tree like it, `null` where there is no update; for a ParamSet, Grads
 * @throws {TreeMismatchError} where the trees differ otherwise
 * @example
 * import { applyUpdates } from "@wengert/optim";
 *
 * applyUpdates({ a: 1, b: 2, name: "rbf" }, { a: 0.5, b: null, name: null }); // => { a: 1.5, b: 2, name: "rbf" }
 */
export function applyUpdates<P>(params: P, updates: unknown): P {
  return renew("applyUpdates", add, params, updates);
}
