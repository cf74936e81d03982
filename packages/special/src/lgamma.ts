import gammaln from "@stdlib/math-base-special-gammaln";
import type { Tensor } from "@wengert/array";
import { elementwise } from "@wengert/ops";
import type { Value } from "@wengert/rule";
import { digamma } from "./digamma.ts";

/**
 * log |Γ(x)|, and its derivative ψ(x)
 *
 * ∞ at ±∞, 0 and the negative integers. Within 2e-15, relative, for x > 0, the zeros at 1 and 2 included; left of 0
 * there are zeros next to each pole (−2.457…, −2.747…, …), near which the error is 1e-15 of 1. Source: DLMF 5.2.1;
 * values by fdlibm's approximations.
 *
 * @example
 * lgamma(tensor([3, 1000])).toArray(); // => [0.693147180559945…, 5905.22042320918…]
 */
export const lgamma: (x: Value) => Tensor = /* @__PURE__ */ elementwise(
  "lgamma",
  (x) => (x === Number.NEGATIVE_INFINITY ? -x : gammaln(x)),
  (x) => digamma(x),
);
