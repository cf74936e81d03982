import { ArgumentError } from "@wengert/array";
import { add, mul, sub } from "@wengert/ops";
import { checkRanges, positiveInteger, unitInterval } from "../options/ranges.ts";
import { mapLeaves, stateLike, updateLeaves } from "../trees/mapleaves.ts";
import { withCheckedState } from "./checkedstate.ts";
import { expectTransformation, type Transformation } from "./transformation.ts";

/** Options of `lookahead`, with the paper's defaults. */
export interface LookaheadOptions {
  /** The number of fast steps per slow step. Default 5. */
  readonly steps?: number;
  /** α, the part of the way to the fast weights that the slow ones go. Default 0.5. */
  readonly rate?: number;
}

/** The state of `lookahead`: fast steps since the last slow one, the slow weights, and the inner state. */
export interface LookaheadState {
  readonly count: number;
  readonly slow: unknown;
  readonly inner: unknown;
}

/**
 * Keeps two sets of weights. The fast ones take k steps. Then the slow ones move a part of the way to them, and the fast ones
 * restart from the slow ones.
 *
 *     every k steps:   φ ← φ + α(p - φ),   p ← φ
 *
 * Source: Zhang, Lucas, Hinton & Ba, "Lookahead optimizer: k steps forward, 1 step back", arXiv:1907.08610, algorithm 1.
 *
 * @throws {ArgumentError} at an update without the parameters
 * @example
 * import { lookahead, sgd } from "@wengert/optim";
 *
 * const optimizer = lookahead(sgd(1), { steps: 2 });
 * const [first, state] = optimizer.update({ a: 1 }, optimizer.init({ a: 0 }), { a: 0 });
 * first; // => { a: -1 }
 * optimizer.update({ a: 1 }, state, { a: -1 })[0]; // => { a: 0 }
 */
export function lookahead(
  transformation: Transformation,
  options: LookaheadOptions = {},
): Transformation<LookaheadState> {
  expectTransformation("lookahead", transformation);
  checkRanges("lookahead", options, { steps: positiveInteger, rate: unitInterval });
  const { steps = 5, rate = 0.5 } = options;
  return withCheckedState("lookahead", ["count", "slow", "inner"], {
    init: (params) => ({ count: 0, slow: stateLike((p) => p, params), inner: transformation.init(params) }),
    update: (grads, state, params) => {
      if (params === undefined) {
        throw new ArgumentError("lookahead: update needs the parameters, as its third argument.", "lookahead");
      }
      const [updates, inner] = transformation.update(grads, state.inner, params);
      const count = state.count + 1;
      if (count < steps) return [updates, { ...state, count, inner }];
      const fast = mapLeaves(add, updates, params);
      const slow = updateLeaves("update", (s, p) => add(s, mul(rate, sub(p, s))), state.slow, fast);
      return [mapLeaves((_, s, p) => sub(s, p), updates, slow, params), { count: 0, slow, inner }];
    },
  });
}
