import type { Tensor } from "@wengert/array";
import { allocate, broadcastShapes, fromData, sizeOf } from "@wengert/array/author";
import type { Value } from "@wengert/rule";
import { rule } from "@wengert/rule/library";
import { expand } from "../kernels/broadcast.ts";
import { maximumLoop, minimumLoop, step } from "../kernels/loops.ts";
import { broadcastTo, sumTo } from "../shape/reshape.ts";
import { equal, greater, less } from "./comparisons.ts";
import { constant2 } from "./constant.ts";
import { elementwise2 } from "./elementwise.ts";

type Binary = (x: Value, y: Value) => Tensor;

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
  impl: (c: Tensor, x: Tensor, y: Tensor): Tensor => {
    const shape = broadcastShapes("where", c.shape, x.shape, y.shape);
    const out = allocate(sizeOf(shape));
    const [mask, a, b] = [c, x, y].map((t) => (t.size === 1 ? t : expand(t, shape)).data);
    const [p, q, r] = [step(mask), step(a), step(b)];
    if (p && q && r) for (let i = 0; i < out.length; i++) out[i] = mask[i] !== 0 ? a[i] : b[i];
    else for (let i = 0; i < out.length; i++) out[i] = mask[i & p] !== 0 ? a[i & q] : b[i & r];
    return fromData(out, shape);
  },
  jvp: ([, dx, dy], [c], z) =>
    dx === undefined && dy === undefined ? undefined : broadcastTo(where(c, dx ?? 0, dy ?? 0), z.shape),
  vjp: (zbar, [c, x, y]) => [null, () => sumTo(where(c, zbar, 0), x.shape), () => sumTo(where(c, 0, zbar), y.shape)],
});

/**
 * The greater of x and y, broadcast; NaN if one is. Where they are equal each gets half of the derivative.
 *
 * @example
 * maximum(tensor([1, 2, 3]), 2).toArray(); // => [2, 2, 3]
 */
export const maximum: Binary = /* @__PURE__ */ elementwise2(
  "maximum",
  Math.max,
  [(x, y) => share(greater(x, y), equal(x, y)), (x, y) => share(less(x, y), equal(x, y))],
  maximumLoop,
);

/**
 * The lesser of x and y, broadcast; NaN if one is. Where they are equal each gets half of the derivative.
 *
 * @example
 * minimum(tensor([1, 2, 3]), 2).toArray(); // => [1, 2, 2]
 */
export const minimum: Binary = /* @__PURE__ */ elementwise2(
  "minimum",
  Math.min,
  [(x, y) => share(less(x, y), equal(x, y)), (x, y) => share(greater(x, y), equal(x, y))],
  minimumLoop,
);

/** The share of the derivative that a side gets: all of it where it wins, half of it where both are equal. */
const share: Binary = /* @__PURE__ */ constant2("share", (win, tie) => win + tie / 2);

/**
 * x, at least `lo` and at most `hi`: `minimum(maximum(x, lo), hi)`, all three broadcast; −∞ or ∞ leaves a side open.
 *
 * Outside the derivative with respect to x is 0, and goes to the bound instead; on a bound each gets half of it.
 *
 * @example
 * clip(tensor([-3, 0.5, 3]), -1, 1).toArray(); // => [-1, 0.5, 1]
 */
export function clip(x: Value, lo: Value, hi: Value): Tensor {
  return minimum(maximum(x, lo), hi);
}
