import { add, mul } from "@wengert/ops";
import { withCheckedState } from "../transforms/checkedstate.ts";
import type { Transformation } from "../transforms/transformation.ts";
import { mapLeaves, updateLeaves } from "../trees/mapleaves.ts";
import { count, noSteps, zerosLike } from "./moments.ts";

/** Hyperparameters of heavy-ball momentum. */
export interface HeavyBallOptions {
  /** μ, the factor of the previous step. */
  readonly momentum: number;
  /** τ: later gradients than the first have the weight 1 - τ. Default 0. */
  readonly dampening?: number | undefined;
  /** Whether to use Nesterov's variant. Default false. */
  readonly nesterov?: boolean | undefined;
}

/** The number of gradients, and the velocity b. */
export interface HeavyBallState {
  readonly step: unknown;
  readonly velocity: unknown;
}

/**
 * Heavy-ball momentum, as in PyTorch's `SGD`; τ is the dampening:
 *
 *     b ← g at first, then μb + (1 - τ)g,     u = b,  in Nesterov's variant  g + μb
 *
 * Source: Polyak, "Some methods of speeding up the convergence of iteration methods" (1964); Sutskever, Martens, Dahl
 * & Hinton, "On the importance of initialization and momentum in deep learning" (2013), for Nesterov's.
 */
export function heavyBall({
  momentum,
  dampening = 0,
  nesterov = false,
}: HeavyBallOptions): Transformation<HeavyBallState> {
  return withCheckedState("momentum", ["step", "velocity"], {
    init: (params) => ({ step: noSteps(params), velocity: zerosLike(params) }),
    update: (grads, state) => {
      const next = updateLeaves(
        "update",
        (b, g, t) => (t === 0 ? g : add(mul(momentum, b), mul(1 - dampening, g))),
        state.velocity,
        grads,
        state.step,
      );
      const updates = mapLeaves((g, b) => (nesterov ? add(g, mul(momentum, b)) : b), grads, next);
      return [updates, { step: count(state.step, grads), velocity: next }];
    },
  });
}
