import erfInvValue from "@stdlib/math-base-special-erfinv";
import type { Tensor } from "@wengert/array";
import { elementwise, exp, mul, square } from "@wengert/ops";
import type { Value } from "@wengert/rule";

/**
 * The inverse of `erf`
 *
 *     y = erfInv x where erf y = x,   erfInv′ x = √π/2 e^(y²)
 *
 * ±∞ at ±1, NaN outside; within 4 ulp. Next to ±1 numbers are sparse: a small tail probability belongs into
 * `normalCdfInverse`. Source: DLMF 7.17(i); values by Boost's rational approximations.
 *
 * @example
 * erfInv(tensor([0, 0.5])).toArray(); // => [0, 0.476936276204469…]
 */
export const erfInv: (x: Value) => Tensor = /* @__PURE__ */ elementwise("erfInv", erfInvValue, (_x, y) =>
  mul(Math.sqrt(Math.PI) / 2, exp(square(y))),
);
