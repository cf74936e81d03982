import type { Tensor } from "@wengert/array";
import { addTangents, ruleWithAttributes, type Value } from "@wengert/rule";
import { map2 } from "./broadcast.ts";
import { zeroSafeBothLoop, zeroSafeLoop } from "./loops.ts";
import { broadcastTo, sumTo } from "./shape.ts";

interface Winner {
  /** Whether an exact 0 wins in y as well, and not only in x. */
  readonly both: boolean;
}

/**
 *     x ⊙ y = 0 where x = 0, else x·y;   x ⊗ y = 0 where x = 0 or y = 0, else x·y
 *
 *     jvp   dx ⊙ y + x ⊗ dy        dx ⊗ y + x ⊗ dy
 *     vjp   x̄ = z̄ ⊙ y, ȳ = x ⊗ z̄   x̄ = z̄ ⊗ y, ȳ = x ⊗ z̄
 *
 * In x ⊗ dy both are tangents: dy of its own right, and x because it was one when the product was made.
 */
const productRule: (x: Value, y: Value, o: Winner) => Tensor = /* @__PURE__ */ ruleWithAttributes({
  name: "zeroSafeMul",
  impl: (x: Tensor, y: Tensor, { both }: Winner): Tensor =>
    both
      ? map2("zeroSafeMul", (a, b) => (a === 0 || b === 0 ? 0 : a * b), x, y, zeroSafeBothLoop)
      : map2("zeroSafeMul", (a, b) => (a === 0 ? 0 : a * b), x, y, zeroSafeLoop),
  jvp: ([dx, dy], [x, y], z, o) =>
    addTangents([
      ...(dx === undefined ? [] : [broadcastTo(productRule(dx, y, o), z.shape)]),
      ...(dy === undefined ? [] : [broadcastTo(productRule(x, dy, { both: true }), z.shape)]),
    ]),
  vjp: (zbar, [x, y], _z, o) => [
    () => sumTo(productRule(zbar, y, o), x.shape),
    () => sumTo(productRule(x, zbar, { both: true }), y.shape),
  ],
});

/**
 * The product of a tangent with a derivative: 0 where the tangent is exactly 0, even if the derivative is ∞ or NaN.
 *
 * A branch that `where` does not take gets a cotangent of exactly 0, and so passes 0 on, however wild its own
 * derivative; at every order. A derivative of exactly 0 does not silence an infinite tangent: that is honestly NaN.
 *
 * @param tangent - a tangent or cotangent
 * @param derivative - broadcasts with it
 * @example
 * import { zeroSafeMul } from "@wengert/ops";
 *
 * zeroSafeMul(0, Infinity).item(); // => 0
 */
export function zeroSafeMul(tangent: Value, derivative: Value): Tensor {
  return productRule(tangent, derivative, { both: false });
}
