import { ArgumentError } from "@wengert/array";
import { expectNoMore } from "@wengert/array/author";
import { checkRanges, nonNegative } from "../options/ranges.ts";
import { mapLeaves } from "../trees/mapleaves.ts";
import { decayed } from "../trees/pending.ts";
import type { Transformation } from "./transformation.ts";

/**
 * Adds λp to the updates. In a chain before an optimizer this is the gradient of a penalty ½λ‖p‖². Between an optimizer's
 * direction and its rate, as in `adamw`, it is decoupled decay. Use `mask` for parameters that should not decay.
 *
 * Source: Loshchilov & Hutter, "Decoupled weight decay regularization", arXiv:1711.05101, which compares the two.
 *
 * @param lambda - λ
 * @throws {ArgumentError} for λ that is not a finite number ≥ 0, and at an update without the parameters
 * @example
 * import { weightDecay } from "@wengert/optim";
 *
 * weightDecay(0.5).update({ a: 1 }, null, { a: 4 })[0]; // => { a: 3 }
 */
export function weightDecay(lambda: number): Transformation<null> {
  expectNoMore("weightDecay", arguments[1]);
  checkRanges("weightDecay", { lambda }, { lambda: nonNegative });
  return {
    init: () => null,
    update: (grads, state, params) => {
      if (params === undefined)
        throw new ArgumentError("weightDecay: update needs the parameters, as its third argument.", "weightDecay");
      return [mapLeaves((g, p) => decayed(g, lambda, p), grads, params), state];
    },
  };
}
