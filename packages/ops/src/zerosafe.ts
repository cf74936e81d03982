import type { Tensor } from "@wengert/array";
import { addTangents, rule, type Value } from "@wengert/rule";
import { map2 } from "./broadcast.ts";
import { zeroSafeLoop } from "./loops.ts";
import { broadcastTo, sumTo } from "./shape.ts";

/**
 * The product of derivatives, in which an exact 0 wins, even against ∞ and NaN.
 *
 *     x ⊙ y = 0 where x = 0 or y = 0, else x·y
 *     jvp   dx ⊙ y + x ⊙ dy
 *     vjp   x̄ = z̄ ⊙ y,  ȳ = x ⊙ z̄
 *
 * A branch that `where` does not take gets a cotangent of exactly 0, and passes 0 on, however wild its own derivative.
 * The product is bilinear and made of itself, so that holds at every order.
 */
export const zeroSafeMul: (x: Value, y: Value) => Tensor = /* @__PURE__ */ rule({
  name: "zeroSafeMul",
  impl: (x: Tensor, y: Tensor): Tensor =>
    map2("zeroSafeMul", (a, b) => (a === 0 || b === 0 ? 0 : a * b), x, y, zeroSafeLoop),
  jvp: ([dx, dy], [x, y], z) =>
    addTangents([
      ...(dx === undefined ? [] : [broadcastTo(zeroSafeMul(dx, y), z.shape)]),
      ...(dy === undefined ? [] : [broadcastTo(zeroSafeMul(x, dy), z.shape)]),
    ]),
  vjp: (zbar, [x, y]) => [() => sumTo(zeroSafeMul(zbar, y), x.shape), () => sumTo(zeroSafeMul(x, zbar), y.shape)],
});
