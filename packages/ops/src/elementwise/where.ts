import type { Tensor } from "@wengert/array";
import { allocate, broadcastShapes, fromData, sizeOf } from "@wengert/array/author";
import type { Value } from "@wengert/rule";
import { rule } from "@wengert/rule/library";
import { expand } from "../kernels/broadcast.ts";
import { step } from "../kernels/loops.ts";
import { broadcastTo, sumTo } from "../shape/broadcastto.ts";

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
