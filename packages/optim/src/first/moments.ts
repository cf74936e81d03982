import { add, div, mul } from "@wengert/ops";
import { combine, fill, filled, renew } from "../leaves.ts";
import type { Leaf } from "../opened.ts";
import type { Transformation } from "../transformation.ts";
import { weightDecay } from "../wrappers/weightdecay.ts";

/** Zeros like the parameters. */
export function zerosLike(params: unknown): unknown {
  return filled(0, params);
}

/** How many gradients each leaf has had. Leaf by leaf: one that is frozen for a while does not age. */
export function noSteps(params: unknown): unknown {
  return fill(() => 0, params);
}

/** One gradient more, where there is one. */
export function count(steps: unknown, grads: unknown): unknown {
  return renew("update", (t) => (t as number) + 1, steps, grads);
}

/** m ← βm + (1 - β)f(g), where there is a gradient. */
export function average(beta: number, mean: unknown, grads: unknown, f: (g: Leaf) => Leaf = (g) => g): unknown {
  return renew("update", (m, g) => add(mul(beta, m), mul(1 - beta, f(g))), mean, grads);
}

/** The first link of PyTorch's optimizers: g + λp, where λ is not 0. */
export function penalty(lambda: number | undefined): readonly Transformation[] {
  return lambda === undefined || lambda === 0 ? [] : [weightDecay(lambda)];
}

/** x/(1 - βᵗ): undoes that a mean began at zero. */
export function unbiased(x: Leaf, beta: number, t: Leaf): Leaf {
  return div(x, 1 - beta ** (t as number));
}

/** Another tree in the form of the gradient: `null` where there is none. */
export function like<G>(grads: G, tree: unknown): G {
  return combine((_, x) => x, grads, tree);
}
