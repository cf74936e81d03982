import type { Tensor } from "@wengert/array";
import { expectNoMore } from "@wengert/array/author";
import { addTangents, resolve, type Value } from "@wengert/rule";
import { binary } from "@wengert/rule/library";
import { map2 } from "../kernels/broadcast.ts";
import { greaterShareLoop } from "../kernels/comparisonloops.ts";
import { maximumLoop, minimumLoop } from "../kernels/functions.ts";
import type { BinaryLoop } from "../kernels/loops.ts";
import { expandTo, sumTo } from "../shape/broadcastto.ts";
import { shared, step2 } from "./stepwise.ts";

type Binary = (x: Value, y: Value) => Tensor;

/**
 * The greater of x and y, broadcast; NaN if one is, and so is then the derivative by both. Where they are equal each gets half.
 *
 * @example
 * maximum(tensor([1, 2, 3]), 2).toArray(); // => [2, 2, 3]
 */
export const maximum: Binary = /* @__PURE__ */ choice(
  "maximum",
  Math.max,
  maximumLoop,
  /* @__PURE__ */ step2("shareOfMaximum", shareOfGreater, greaterShareLoop),
  "x y max",
);

/**
 * The lesser of x and y, broadcast; NaN if one is, and so is then the derivative by both. Where they are equal each gets half.
 *
 * @example
 * minimum(tensor([1, 2, 3]), 2).toArray(); // => [1, 2, 2]
 */
export const minimum: Binary = /* @__PURE__ */ choice(
  "minimum",
  Math.min,
  minimumLoop,
  /* @__PURE__ */ step2(
    "shareOfMinimum",
    (x, y) => shareOfGreater(y, x),
    (x, y, out, f) => greaterShareLoop(y, x, out, f),
  ),
  "x y min",
);

/** What the first of two numbers has in the greater of them. */
function shareOfGreater(x: number, y: number): number {
  if (x > y) return 1;
  if (x < y) return 0;
  return x === y ? 0.5 : Number.NaN;
}

/**
 * One of two numbers. The derivative goes to that one, and half of it to each of two equal ones; the value does not depend
 * on the other.
 */
function choice(
  name: string,
  f: (x: number, y: number) => number,
  loop: BinaryLoop,
  share: Binary,
  code: string,
): Binary {
  return binary({
    name,
    number: f,
    spelling: { code },
    impl: (x, y) => map2(name, f, x, y, loop),
    jvp: ([dx, dy], [x, y], { shape }) => {
      const terms = dx === undefined ? [] : [expandTo(shared(dx, share(x, y)), shape)];
      if (dy !== undefined) terms.push(expandTo(shared(dy, share(y, x)), shape));
      return addTangents(terms);
    },
    cotangent: (k, zbar, _z, x, y) =>
      k === 0 ? sumTo(shared(zbar, share(x, y)), x.shape) : sumTo(shared(zbar, share(y, x)), y.shape),
  });
}

/**
 * x, at least `lo` and at most `hi`: `minimum(maximum(x, lo), hi)`, all three broadcast; −∞ or ∞ leaves a side open.
 *
 * Outside the derivative with respect to x is 0, and goes to the bound instead; on a bound each gets half of it. Of NaN it is NaN.
 *
 * @example
 * clip(tensor([-3, 0.5, 3]), -1, 1).toArray(); // => [-1, 0.5, 1]
 */
export function clip(x: Value, lo: Value, hi: Value): Tensor {
  expectNoMore("clip", arguments[3]);
  const given = resolve(x, "clip");
  // At x = ∞ the open side is no tie, which would halve the derivative.
  const above = lo === Number.NEGATIVE_INFINITY ? given : maximum(given, lo);
  return hi === Number.POSITIVE_INFINITY ? above : minimum(above, hi);
}
