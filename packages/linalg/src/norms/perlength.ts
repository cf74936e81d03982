import type { Tensor } from "@wengert/array";
import { allocate, fromData, presenceOf, withPresence } from "@wengert/array/author";
import { div, mul, neg } from "@wengert/ops";
import { addTangents, type Value } from "@wengert/rule";
import { binary } from "@wengert/rule/library";

/**
 * a/r, where r is a length, and 0 where r is 0: what a first derivative of a length is made of. At r = 0, where it has a
 * kink, 0 is the subgradient of least norm, as usual.
 *
 *     dq = (da − q dr)/r,   ā = q̄/r,   r̄ = −q̄ q/r
 *
 * Nothing is put in place of these at r = 0: the second derivative of a length does not exist there, and is NaN or ±∞.
 *
 * @param a - of the shape of r
 */
export const perLength: (a: Value, r: Value) => Tensor = /* @__PURE__ */ binary({
  name: "norm",
  impl: (a: Tensor, r: Tensor): Tensor => {
    const out = allocate(a.size);
    // 0·a is NaN for an infinite a, as it should be.
    for (let i = 0; i < out.length; i++) out[i] = r.data[i] === 0 ? 0 * a.data[i] : a.data[i] / r.data[i];
    return withPresence(fromData(out, a.shape), presenceOf(a));
  },
  jvp: ([da, dr], [, r], q) =>
    addTangents([...(da === undefined ? [] : [div(da, r)]), ...(dr === undefined ? [] : [neg(div(mul(q, dr), r))])]),
  vjp: (qbar, [, r], q) => [() => div(qbar, r), () => neg(div(mul(qbar, q), r))],
  batch: "leading",
});
