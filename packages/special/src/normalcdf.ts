import type { Tensor } from "@wengert/array";
import { elementwise } from "@wengert/ops";
import type { Value } from "@wengert/rule";
import { scaledErfc } from "./erfcx.ts";
import { density, expSquare } from "./gaussian.ts";

/**
 * The distribution function of the standard normal distribution
 *
 *     Φ(x) = ½ erfc(−x/√2),   Φ′(x) = φ(x) = e^(−x²/2)/√(2π)
 *
 * Within 2e-15, relative, down to the smallest normal number, at x = −37.5; further left `logNormalCdf` goes on.
 * Source: A&S 26.2.29.
 *
 * @example
 * normalCdf(tensor([0, -3])).toArray(); // => [0.5, 0.00134989803163009…]
 */
export const normalCdf: (x: Value) => Tensor = /* @__PURE__ */ elementwise("normalCdf", cumulative, (x) =>
  density()(x),
);

/** Φ of a number. By erfcx, since erfc magnifies what −x/√2 loses to rounding. */
export function cumulative(x: number): number {
  if (Math.abs(x) > 40) return x < 0 ? 0 : 1;
  const tail = 0.5 * expSquare(-0.5, x) * scaledErfc(Math.abs(x) * Math.SQRT1_2);
  return x < 0 ? tail : 1 - tail;
}
