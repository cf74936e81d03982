import { add, clip, div, mul, sqrt } from "@wengert/ops";
import { checkRanges, nonNegative } from "../options/ranges.ts";
import { mapLeaves } from "../trees/mapleaves.ts";
import { isGreater, isWithin, treeDot } from "../trees/treealgebra.ts";
import type { Transformation } from "./transformation.ts";

/**
 * Keeps every element of the gradient between -limit and limit. A NaN stays NaN.
 *
 * @throws {ArgumentError} for a limit that is not a number ≥ 0
 * @example
 * import { clipByValue } from "@wengert/optim";
 *
 * clipByValue(1).update({ a: 3, b: -0.5 }, null)[0]; // => { a: 1, b: -0.5 }
 */
export function clipByValue(limit: number): Transformation<null> {
  checkRanges("clipByValue", { limit }, { limit: nonNegative });
  return {
    init: () => null,
    update: (grads, state) => [mapLeaves((g) => clip(g, -limit, limit), grads), state],
  };
}

/** Powers of 2 that bring very large and very small gradients to a size whose squares are finite and not 0. */
const scales = { down: 2 ** -600, up: 2 ** 600 };

/**
 * Scales the whole gradient so that its Euclidean norm, over all leaves, does not exceed a limit c:
 *
 *     g ← g min(1, c/(‖g‖ + 10⁻⁶))
 *
 * The norm is computed without overflow. A NaN makes all elements NaN, and an infinite element becomes NaN while the others become
 * 0, as in PyTorch. `applyIfFinite` leaves such a step out.
 *
 * Source: Pascanu, Mikolov & Bengio, "On the difficulty of training recurrent neural networks", arXiv:1211.5063,
 * algorithm 1; the 10⁻⁶ is that of `torch.nn.utils.clip_grad_norm_`.
 *
 * @throws {ArgumentError} for a limit that is not a number ≥ 0
 * @example
 * import { clipByGlobalNorm } from "@wengert/optim";
 *
 * const [{ a, b }] = clipByGlobalNorm(1).update({ a: 3, b: 4 }, null);
 * Math.round(1000 * Math.hypot(a, b)); // => 1000
 */
export function clipByGlobalNorm(limit: number): Transformation<null> {
  checkRanges("clipByGlobalNorm", { limit }, { limit: nonNegative });
  return {
    init: () => null,
    update: (grads, state) => {
      const scale = isWithin(grads, 1e-100) ? scales.up : isWithin(grads, 1e100) ? 1 : scales.down;
      const scaled = scale === 1 ? grads : mapLeaves((g) => mul(scale, g), grads);
      const square = treeDot(scaled, scaled);
      // The square root is not differentiable at 0, and a zero gradient needs no clipping.
      if (square === 0 || isWithin(square, 0)) return [grads, state];
      // In units of the scale, so that a norm beyond the largest number stays finite.
      const factor = div(limit * scale, add(sqrt(square), 1e-6 * scale));
      return [isGreater(factor, 1) ? grads : mapLeaves((g) => mul(g, factor), grads), state];
    },
  };
}
