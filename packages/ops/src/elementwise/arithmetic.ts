import type { Tensor } from "@wengert/array";
import type { Value } from "@wengert/rule";
import { unary } from "@wengert/rule/library";
import { map1 } from "../kernels/broadcast.ts";
import { signLoop } from "../kernels/comparisonloops.ts";
import { absLoop, addLoop, divLoop, mulLoop, negLoop, reciprocalLoop, squareLoop, subLoop } from "../kernels/loops.ts";
import { marked } from "../kernels/presence.ts";
import { constant1 } from "./constant.ts";
import { elementwise, elementwise2, one } from "./elementwise.ts";
import { slopeOfQuotient } from "./quotient.ts";
import { step1 } from "./stepwise.ts";
import { times } from "./times.ts";

type Unary = (x: Value) => Tensor;
type Binary = (x: Value, y: Value) => Tensor;

/**
 * x + y, broadcast.
 *
 * @example
 * add(tensor([1, 2]), tensor([[10], [20]])).toArray(); // => [[11, 12], [21, 22]]
 */
export const add: Binary = /* @__PURE__ */ elementwise2("add", (x, y) => x + y, [one, one], addLoop, "both", {
  code: "x y +",
});

/**
 * x − y, broadcast.
 *
 * @example
 * sub(tensor([1, 2]), 3).toArray(); // => [-2, -1]
 */
export const sub: Binary = /* @__PURE__ */ elementwise2("sub", (x, y) => x - y, [one, () => -1], subLoop, "both", {
  code: "x y -",
});

/**
 * x·y, element by element, broadcast; for the product of matrices `matmul` of linalg.
 *
 * @example
 * mul(tensor([1, 2]), 3).toArray(); // => [3, 6]
 */
export const mul: Binary = /* @__PURE__ */ elementwise2(
  "mul",
  (x, y) => x * y,
  [(_x, y) => y, (x) => x],
  mulLoop,
  "either",
  { code: "x y *" },
);

/**
 * x/y, broadcast; ±∞ or NaN where y = 0.
 *
 * @example
 * div(tensor([1, 2]), 4).toArray(); // => [0.25, 0.5]
 */
export const div: Binary = /* @__PURE__ */ elementwise2(
  "div",
  (x, y) => x / y,
  [(_x, y) => reciprocal(y), (x, y) => slopeOfQuotient(x, y)],
  divLoop,
  "first",
  { code: "x y /" },
);

/**
 * −x
 *
 * @example
 * neg(tensor([1, -2])).toArray(); // => [-1, 2]
 */
export const neg: Unary = /* @__PURE__ */ unary({
  name: "neg",
  // What does not depend is 0, not −0.
  impl: (x) => marked("first", map1(opposite, x, negLoop), x, x),
  number: opposite,
  spelling: { code: "x neg", presence: "p" },
  slope: () => -1,
  jvp: ([dx]) => (dx === undefined ? undefined : times(dx, -1)),
  cotangent: (_k, ybar) => times(ybar, -1),
});

function opposite(x: number): number {
  return -x;
}

/**
 * x²
 *
 * @example
 * square(tensor([1, -2])).toArray(); // => [1, 4]
 */
export const square: Unary = /* @__PURE__ */ elementwise(
  "square",
  (x) => x * x,
  (x) => mul(2, x),
  squareLoop,
  { code: "x x *" },
);

/**
 * 1/x
 *
 * @example
 * reciprocal(4).item(); // => 0.25
 */
export const reciprocal: Unary = /* @__PURE__ */ elementwise(
  "reciprocal",
  (x) => 1 / x,
  (_x, y) => neg(square(y)),
  reciprocalLoop,
  { code: "1 x /" },
);

/**
 * |x|; the derivative is sign x, 0 at 0.
 *
 * @example
 * abs(tensor([1, -2])).toArray(); // => [1, 2]
 */
export const abs: Unary = /* @__PURE__ */ elementwise("abs", Math.abs, (x) => side(x), absLoop, { code: "x abs" });

/** The derivative of |x|: `sign`, but at NaN no constant. */
const side: Unary = /* @__PURE__ */ step1("side", Math.sign);

/**
 * −1, 0 or 1; a constant to derivatives.
 *
 * @example
 * sign(tensor([-3, 0, 5])).toArray(); // => [-1, 0, 1]
 */
export const sign: Unary = /* @__PURE__ */ constant1("sign", Math.sign, signLoop);
