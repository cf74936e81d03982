import type { Tensor } from "@wengert/array";
import { addTangents, resolve, type Value } from "@wengert/rule";
import { binary } from "@wengert/rule/library";
import { map2 } from "../kernels/broadcast.ts";
import { maximumLoop, minimumLoop } from "../kernels/comparisonloops.ts";
import type { BinaryLoop } from "../kernels/loops.ts";
import { expandTo, sumTo } from "../shape/broadcastto.ts";
import { equal, greater, less } from "./comparisons.ts";
import { constant2 } from "./constant.ts";
import { times } from "./times.ts";
import { select } from "./where.ts";

type Binary = (x: Value, y: Value) => Tensor;

/**
 * The greater of x and y, broadcast; NaN if one is. Where they are equal each gets half of the derivative.
 *
 * @example
 * maximum(tensor([1, 2, 3]), 2).toArray(); // => [2, 2, 3]
 */
export const maximum: Binary = /* @__PURE__ */ choice("maximum", Math.max, maximumLoop, greater, "x y max");

/**
 * The lesser of x and y, broadcast; NaN if one is. Where they are equal each gets half of the derivative.
 *
 * @example
 * minimum(tensor([1, 2, 3]), 2).toArray(); // => [1, 2, 2]
 */
export const minimum: Binary = /* @__PURE__ */ choice("minimum", Math.min, minimumLoop, less, "x y min");

/**
 * One of two numbers. The derivative goes to that one, and half of it to each of two equal ones; the value does not depend
 * on the other.
 */
function choice(
  name: string,
  f: (x: number, y: number) => number,
  loop: BinaryLoop,
  beats: Binary,
  code: string,
): Binary {
  return binary({
    name,
    number: f,
    spelling: { code },
    impl: (x, y) => map2(name, f, x, y, loop),
    jvp: ([dx, dy], [x, y], { shape }) => {
      const terms = dx === undefined ? [] : [expandTo(shared(dx, beats(x, y), equal(x, y)), shape)];
      if (dy !== undefined) terms.push(expandTo(shared(dy, beats(y, x), equal(x, y)), shape));
      return addTangents(terms);
    },
    vjp: (zbar, [x, y]) => [
      () => sumTo(shared(zbar, beats(x, y), equal(x, y)), x.shape),
      () => sumTo(shared(zbar, beats(y, x), equal(x, y)), y.shape),
    ],
  });
}

/** A tangent or cotangent where a side wins, half of it where both are equal, and nothing where it loses. */
export function shared(tangent: Tensor, wins: Tensor, ties: Tensor): Tensor {
  const share = shareOf(wins, ties);
  return times(select(share, tangent), share);
}

const shareOf: Binary = /* @__PURE__ */ constant2("share", (win, tie) => win + tie / 2);

/**
 * x, at least `lo` and at most `hi`: `minimum(maximum(x, lo), hi)`, all three broadcast; −∞ or ∞ leaves a side open.
 *
 * Outside the derivative with respect to x is 0, and goes to the bound instead; on a bound each gets half of it.
 *
 * @example
 * clip(tensor([-3, 0.5, 3]), -1, 1).toArray(); // => [-1, 0.5, 1]
 */
export function clip(x: Value, lo: Value, hi: Value): Tensor {
  const given = resolve(x, "clip");
  // At x = ∞ the open side is no tie, which would halve the derivative.
  const above = lo === Number.NEGATIVE_INFINITY ? given : maximum(given, lo);
  return hi === Number.POSITIVE_INFINITY ? above : minimum(above, hi);
}
