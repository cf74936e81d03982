import { expectNumber } from "@wengert/array/author";
import { add, clip, div, mul, sqrt } from "@wengert/ops";
import { mapLeaves } from "../trees/mapleaves.ts";
import { isGreater, treeDot } from "../trees/treealgebra.ts";
import type { Transformation } from "./transformation.ts";

/**
 * Keeps every element of the gradient between -limit and limit.
 *
 * @example
 * import { clipByValue } from "@wengert/optim";
 *
 * clipByValue(1).update({ a: 3, b: -0.5 }, null)[0]; // => { a: 1, b: -0.5 }
 */
export function clipByValue(limit: number): Transformation<null> {
  expectNumber("clipByValue", "limit", limit);
  return {
    init: () => null,
    update: (grads, state) => [mapLeaves((g) => clip(g, -limit, limit), grads), state],
  };
}

/**
 * Scales the whole gradient so that its Euclidean norm, over all leaves, does not exceed a limit c:
 *
 *     g ← g min(1, c/(‖g‖ + 10⁻⁶))
 *
 * Source: Pascanu, Mikolov & Bengio, "On the difficulty of training recurrent neural networks", arXiv:1211.5063,
 * algorithm 1; the 10⁻⁶ is that of `torch.nn.utils.clip_grad_norm_`.
 *
 * @example
 * import { clipByGlobalNorm } from "@wengert/optim";
 *
 * const [{ a, b }] = clipByGlobalNorm(1).update({ a: 3, b: 4 }, null);
 * Math.round(1000 * Math.hypot(a, b)); // => 1000
 */
export function clipByGlobalNorm(limit: number): Transformation<null> {
  expectNumber("clipByGlobalNorm", "limit", limit);
  return {
    init: () => null,
    update: (grads, state) => {
      const square = treeDot(grads, grads);
      // The square root is not differentiable at 0, and a zero gradient needs no clipping.
      if (!isGreater(square, 0)) return [grads, state];
      const factor = div(limit, add(sqrt(square), 1e-6));
      return [isGreater(factor, 1) ? grads : mapLeaves((g) => mul(g, factor), grads), state];
    },
  };
}
