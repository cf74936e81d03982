import { add, mul } from "@wengert/ops";
import { combine, renew } from "../leaves.ts";
import type { Transformation } from "../transformation.ts";
import { count, noSteps, zerosLike } from "./moments.ts";

/** How past gradients carry on. */
export interface TraceOptions {
  /** How much of the last step carries over. */
  readonly momentum: number;
  /** Taken off the weight of the new gradient, but for the first one. Default 0. */
  readonly dampening?: number | undefined;
  /** Whether to look one step of momentum ahead. Default false. */
  readonly nesterov?: boolean | undefined;
}

/** What momentum remembers: the number of gradients, and the trace they left. */
export interface TraceState {
  readonly step: unknown;
  readonly trace: unknown;
}

/**
 * Heavy-ball momentum, as in PyTorch's `SGD`; τ is the dampening:
 *
 *     b ← g at first, then μb + (1 - τ)g,     u = b,  or with Nesterov's look ahead  g + μb
 *
 * Source: Polyak, "Some methods of speeding up the convergence of iteration methods" (1964); Sutskever, Martens, Dahl
 * & Hinton, "On the importance of initialization and momentum in deep learning" (2013), for Nesterov's.
 */
export function trace({ momentum, dampening = 0, nesterov = false }: TraceOptions): Transformation<TraceState> {
  return {
    init: (params) => ({ step: noSteps(params), trace: zerosLike(params) }),
    update: (grads, state) => {
      const next = renew(
        "update",
        (b, g, t) => (t === 0 ? g : add(mul(momentum, b), mul(1 - dampening, g))),
        state.trace,
        grads,
        state.step,
      );
      const updates = combine((g, b) => (nesterov ? add(g, mul(momentum, b)) : b), grads, next);
      return [updates, { step: count(state.step, grads), trace: next }];
    },
  };
}
