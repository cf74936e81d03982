import type { Tensor } from "@wengert/array";
import { addTangents, type Value } from "@wengert/rule";
import { binary } from "@wengert/rule/library";
import { map2 } from "../kernels/broadcast.ts";
import { zeroSafeBothLoop, zeroSafeLoop } from "../kernels/zerosafeloops.ts";
import { broadcastTo, sumTo } from "../shape/broadcastto.ts";

/**
 *     x ⊙ y = 0 where x = 0, else x·y
 *     jvp   dx ⊙ y + x ⊗ dy
 *     vjp   x̄ = z̄ ⊙ y,  ȳ = x ⊗ z̄
 */
const firstWins: (x: Value, y: Value) => Tensor = /* @__PURE__ */ binary({
  name: "zeroSafeMul",
  impl: (x, y) => map2("zeroSafeMul", zeroSafe, x, y, zeroSafeLoop),
  jvp: (dxs, xs, z) => productTangent(firstWins, dxs, xs, z),
  vjp: (zbar, [x, y]) => [() => sumTo(firstWins(zbar, y), x.shape), () => sumTo(eitherWins(x, zbar), y.shape)],
});

/**
 *     x ⊗ y = 0 where x = 0 or y = 0, else x·y
 *
 * Its derivatives are products of the same kind. In x ⊗ dy above both are tangents: x was one when the product x ⊙ y was
 * made.
 */
const eitherWins: (x: Value, y: Value) => Tensor = /* @__PURE__ */ binary({
  name: "zeroSafeMul",
  impl: (x, y) => map2("zeroSafeMul", zeroSafeBoth, x, y, zeroSafeBothLoop),
  jvp: (dxs, xs, z) => productTangent(eitherWins, dxs, xs, z),
  vjp: (zbar, [x, y]) => [() => sumTo(eitherWins(zbar, y), x.shape), () => sumTo(eitherWins(x, zbar), y.shape)],
});

// Named, because a function expression in `impl` would be made anew at each call. Never −0, as in the loops.
function zeroSafe(x: number, y: number): number {
  return x === 0 ? 0 : x * y + 0;
}

function zeroSafeBoth(x: number, y: number): number {
  return x === 0 || y === 0 ? 0 : x * y;
}

/** The tangent of a bilinear product, whose part for dx is computed by `first` and that for dy by ⊗. */
function productTangent(
  first: (x: Value, y: Value) => Tensor,
  [dx, dy]: readonly [Tensor | undefined, Tensor | undefined],
  [x, y]: readonly [Tensor, Tensor],
  { shape }: Tensor,
): Tensor {
  const terms = dx === undefined ? [] : [broadcastTo(first(dx, y), shape)];
  if (dy !== undefined) terms.push(broadcastTo(eitherWins(x, dy), shape));
  return addTangents(terms);
}

/**
 * The product of a tangent with a derivative: 0 where the tangent is exactly 0, even if the derivative is ∞ or NaN.
 *
 * A branch that `where` does not take gets a cotangent of exactly 0, and so passes 0 on, whatever its own
 * derivative is, at every order. An infinite tangent times a derivative of exactly 0 is NaN.
 *
 * @param tangent - a tangent or cotangent
 * @param derivative - broadcasts with it
 * @example
 * import { zeroSafeMul } from "@wengert/ops";
 *
 * zeroSafeMul(0, Infinity).item(); // => 0
 */
export function zeroSafeMul(tangent: Value, derivative: Value): Tensor {
  return firstWins(tangent, derivative);
}
