import { add, div, mul, square } from "@wengert/ops";
import type { Transformation } from "../transforms/transformation.ts";
import { weightDecay } from "../transforms/weightdecay.ts";
import { fused } from "../trees/fused.ts";
import type { Leaf } from "../trees/leaf.ts";
import { constantState, mapLeaves, stateLike, updateLeaves } from "../trees/mapleaves.ts";

/** Zeros like the parameters. */
export function zerosLike(params: unknown): unknown {
  return constantState(0, params);
}

/** A count of gradients for each leaf, 0 at first. Per leaf, because a frozen parameter receives none. */
export function noSteps(params: unknown): unknown {
  return stateLike(() => 0, params);
}

/** Adds 1 where there is a gradient. */
export function count(steps: unknown, grads: unknown): unknown {
  return updateLeaves("update", (t) => (t as number) + 1, steps, grads);
}

/** m ← βm + (1 - β)g, where there is a gradient. */
export function average(beta: number, mean: unknown, grads: unknown): unknown {
  const rest = 1 - beta;
  const next = fused<[Leaf, Leaf]>(
    (m, g) => add(mul(beta, m), mul(rest, g)),
    (out, m, g) => {
      for (let i = 0; i < out.length; i++) out[i] = beta * m[i] + rest * g[i];
    },
  );
  return updateLeaves("update", next, mean, grads);
}

/** v ← βv + (1 - β)g², where there is a gradient. */
export function averageSquare(beta: number, meanSquare: unknown, grads: unknown): unknown {
  const rest = 1 - beta;
  const next = fused<[Leaf, Leaf]>(
    (v, g) => add(mul(beta, v), mul(rest, square(g))),
    (out, v, g) => {
      for (let i = 0; i < out.length; i++) out[i] = beta * v[i] + rest * (g[i] * g[i]);
    },
  );
  return updateLeaves("update", next, meanSquare, grads);
}

/**
 * g + λp, a part of a chain: at its beginning a penalty, as in PyTorch's older optimizers; after the direction decoupled decay.
 * Without λ there is no such part, and the optimizer needs no parameters.
 */
export function decay(lambda = 0): readonly Transformation[] {
  return lambda === 0 ? [] : [weightDecay(lambda)];
}

/** x/(1 - βᵗ): corrects a mean for its initial value of 0. */
export function unbiased(x: Leaf, beta: number, t: Leaf): Leaf {
  return div(x, 1 - beta ** (t as number));
}

/** The tree restricted to the leaves of the gradient, `null` elsewhere. */
export function like<G>(grads: G, tree: unknown): G {
  return mapLeaves((_, x) => x, grads, tree);
}
