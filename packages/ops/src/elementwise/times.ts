import type { Tensor } from "@wengert/array";
import { ABSENT } from "@wengert/array/author";
import { addTangents, type Value } from "@wengert/rule";
import { binary } from "@wengert/rule/library";
import { map2 } from "../kernels/broadcast.ts";
import { marked } from "../kernels/presence.ts";
import { timesLoop } from "../kernels/timesloop.ts";
import { expandTo, sumTo } from "../shape/broadcastto.ts";

/**
 * The product of a tangent or cotangent with a derivative, broadcast. It is that of `mul`, but never −0: nobody expects a
 * gradient of −0.
 *
 *     z = x ⊙ y,   dz = dx ⊙ y + x ⊙ dy,   x̄ = z̄ ⊙ y,   ȳ = z̄ ⊙ x
 *
 * What does not depend stays 0, also against ∞ and NaN. A tangent that was computed to be 0 is a number: against ∞ it is NaN.
 */
export const times: (x: Value, y: Value) => Tensor = /* @__PURE__ */ binary({
  name: "mul",
  impl: (x, y) => {
    const z = map2("mul", product, x, y, timesLoop);
    return z.ndim === 0 && x !== ABSENT && y !== ABSENT ? z : marked("either", z, x, y);
  },
  number: product,
  spelling: { code: "x y * 0 +", presence: "p q &" },
  slope: (k, _z, x, y) => (k === 0 ? y : x),
  jvp: ([dx, dy], [x, y], { shape }) => {
    const terms = dx === undefined ? [] : [expandTo(times(dx, y), shape)];
    if (dy !== undefined) terms.push(expandTo(times(dy, x), shape));
    return addTangents(terms);
  },
  cotangent: (k, zbar, _z, x, y) => (k === 0 ? sumTo(times(zbar, y), x.shape) : sumTo(times(zbar, x), y.shape)),
});

// Named, because a function expression in `impl` would be made anew at each call.
function product(x: number, y: number): number {
  return x * y + 0;
}
