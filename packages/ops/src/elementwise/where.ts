import type { Tensor } from "@wengert/array";
import {
  allocate,
  broadcastShapes,
  elementsOf,
  fromData,
  presenceOf,
  sizeOf,
  withPresence,
} from "@wengert/array/author";
import type { Value } from "@wengert/rule";
import { rule } from "@wengert/rule/library";
import { expand, unrepeated } from "../kernels/broadcast.ts";
import { step } from "../kernels/loops.ts";
import { byRows } from "../kernels/rows.ts";
import { expandTo, sumTo } from "../shape/broadcastto.ts";
import { equal } from "./comparisons.ts";

/**
 * x where c is not 0, else y; all three broadcast.
 *
 * Both sides are computed. The one that is not taken contributes exactly 0 to every derivative, even where its own
 * derivative is infinite or NaN.
 *
 * @example
 * grad((x) => where(greater(x, 0), log(x), 0))(0); // => 0
 */
export const where: (c: Value, x: Value, y: Value) => Tensor = /* @__PURE__ */ rule({
  name: "where",
  held: [0],
  spelling: { code: "x y z ?", presence: "x q r ?" },
  impl: (c: Tensor, x: Tensor, y: Tensor): Tensor => {
    const shape = broadcastShapes("where", c.shape, x.shape, y.shape);
    const out = allocate(sizeOf(shape));
    const given =
      out.length < LEAST ? [c, x, y].map((t) => (t.size === 1 ? t : expand(t, shape))) : [c, x, y].map(unrepeated);
    if (given.every((t) => t.size === 1 || t.size === out.length)) chooseLoop(given.map(elementsOf), out);
    else byRows(given, shape, out, chooseLoop);
    return chosen(c, x, y, fromData(out, shape));
  },
  jvp: ([, dx, dy], [c], z) => {
    if (dx === undefined) return dy === undefined ? undefined : expandTo(select(equal(c, 0), dy), z.shape);
    return expandTo(dy === undefined ? select(c, dx) : where(c, dx, dy), z.shape);
  },
  vjp: (zbar, [c, x, y]) => [
    null,
    () => sumTo(select(c, zbar), x.shape),
    () => sumTo(select(equal(c, 0), zbar), y.shape),
  ],
});

/** Of fewer elements, what repeats is copied. */
const LEAST = 64;

/** out ← mask ≠ 0 ? a : b, where each has the length of out, or 1. */
function chooseLoop([mask, a, b]: readonly Float64Array[], out: Float64Array): void {
  const [p, q, r] = [step(mask), step(a), step(b)];
  // By a place in memory, not by a branch: what a mask without order makes of a branch costs twice as much.
  const either = new Float64Array(2);
  for (let i = 0; i < out.length; i++) {
    either[0] = b[i & r];
    either[1] = a[i & q];
    out[i] = either[Number(mask[i & p] !== 0)];
  }
}

/** z with the presence of what was chosen. */
function chosen(c: Tensor, x: Tensor, y: Tensor, z: Tensor): Tensor {
  const [p, q] = [presenceOf(x), presenceOf(y)];
  if (p === undefined && q === undefined) return z;
  return withPresence(z, expand(where(c, p ?? 1, q ?? 1), z.shape));
}

/**
 * x where c is not 0. What is not chosen does not depend on x: it is 0 in any product, at every order.
 *
 *     y = x ∘ [c ≠ 0],   dy = dx ∘ [c ≠ 0],   x̄ = ȳ ∘ [c ≠ 0]
 */
export const select: (c: Value, x: Value) => Tensor = /* @__PURE__ */ rule({
  name: "select",
  held: [0],
  spelling: { code: "x y 0 ?", presence: "x q 0 ?" },
  impl: (c: Tensor, x: Tensor): Tensor => {
    const y = where(c, x, 0);
    const presence = where(c, presenceOf(x) ?? 1, 0);
    return withPresence(y, expand(presence, y.shape));
  },
  jvp: ([, dx], [c], y) => (dx === undefined ? undefined : expandTo(select(c, dx), y.shape)),
  vjp: (ybar, [c, x]) => [null, sumTo(select(c, ybar), x.shape)],
});
