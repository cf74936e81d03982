import type { Tensor } from "@wengert/array";
import { fromData } from "@wengert/array/author";
import type { Value } from "@wengert/rule";
import { ruleWithAttributes } from "@wengert/rule/library";

interface Places {
  /** Where each element of the longer list comes from; −1 for nowhere. */
  readonly from: Int32Array;
  /** How many elements there are to choose from. */
  readonly size: number;
}

const pickRule: (x: Value, o: Places) => Tensor = /* @__PURE__ */ ruleWithAttributes({
  name: "pick",
  impl: (x: Tensor, { from }: Places): Tensor => {
    const out = new Float64Array(from.length);
    for (let i = 0; i < out.length; i++) out[i] = from[i] < 0 ? 0 : x.data[from[i]];
    return fromData(out, [out.length]);
  },
  jvp: ([dx], _xs, _y, o) => (dx === undefined ? undefined : pickRule(dx, o)),
  vjp: (ybar, _xs, _y, o) => [gatherRule(ybar, o)],
});

/** The transpose of picking: what was picked several times is added up. */
const gatherRule: (y: Value, o: Places) => Tensor = /* @__PURE__ */ ruleWithAttributes({
  name: "pick",
  impl: (y: Tensor, { from, size }: Places): Tensor => {
    const out = new Float64Array(size);
    for (let i = 0; i < from.length; i++) if (from[i] >= 0) out[from[i]] += y.data[i];
    return fromData(out, [size]);
  },
  jvp: ([dy], _xs, _y, o) => (dy === undefined ? undefined : gatherRule(dy, o)),
  vjp: (xbar, _xs, _y, o) => [pickRule(xbar, o)],
});

/** Elements of a list x [n], each by its place; 0 where the place is −1. */
export function pick(x: Tensor, from: Int32Array): Tensor {
  return pickRule(x, { from, size: x.size });
}
