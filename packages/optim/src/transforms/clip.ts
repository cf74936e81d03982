import { expectNoMore } from "@wengert/array/author";
import { add, clip, div, mul, sqrt } from "@wengert/ops";
import { checkRanges, nonNegative } from "../options/ranges.ts";
import type { Leaf } from "../trees/leaf.ts";
import { mapLeaves } from "../trees/mapleaves.ts";
import { scaled } from "../trees/pending.ts";
import { isGreater, isWithin, treeDot, untraced } from "../trees/treealgebra.ts";
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
  expectNoMore("clipByValue", arguments[1]);
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
  expectNoMore("clipByGlobalNorm", arguments[1]);
  checkRanges("clipByGlobalNorm", { limit }, { limit: nonNegative });
  return {
    init: () => null,
    update: (grads, state) => {
      const factor = clippingFactor(grads, limit);
      if (factor === undefined || isGreater(factor, 1)) return [grads, state];
      const number = untraced(factor);
      const clipped = (g: Leaf): Leaf => (typeof number === "number" ? scaled(number, g) : mul(g, factor));
      return [mapLeaves(clipped, grads), state];
    },
  };
}

/** c/(‖g‖ + 10⁻⁶), undefined for a gradient of 0, which needs no clipping. */
function clippingFactor(grads: unknown, limit: number): Leaf | undefined {
  const plain = squareNorm(grads);
  if (isGreater(plain, 1e-200) && isWithin(plain, 1e200)) return div(limit, add(sqrt(plain), 1e-6));
  // The squares leave the range of numbers, or lose digits at its end.
  const scale = isGreater(plain, 1) ? scales.down : scales.up;
  const square = squareNorm(mapLeaves((g) => mul(scale, g), grads));
  // The square root is not differentiable at 0.
  if (isWithin(square, 0)) return undefined;
  // In units of the scale, so that a norm beyond the largest number stays finite.
  return div(limit * scale, add(sqrt(square), 1e-6 * scale));
}

function squareNorm(tree: unknown): Leaf {
  return treeDot(tree, tree);
}
