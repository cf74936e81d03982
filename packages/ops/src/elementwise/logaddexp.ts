import type { Tensor } from "@wengert/array";
import type { Value } from "@wengert/rule";
import { elementwise2 } from "./elementwise.ts";
import { sigmoid } from "./exponential.ts";

type Binary = (x: Value, y: Value) => Tensor;

/**
 * log(eˣ + eʸ), broadcast, without overflow.
 *
 *     ∂/∂x = 1/(1 + e^(y−x)),  ∂/∂y = 1/(1 + e^(x−y)); ½ each where x = y, also where both are the same infinity
 *
 * @example
 * logaddexp(tensor([0, 1000]), tensor([0, 1000])).toArray(); // => [0.693147…, 1000.693147…]
 */
export const logaddexp: Binary = /* @__PURE__ */ elementwise2("logaddexp", logSumOfTwo, [
  (x, y) => sigmoid(gap(x, y)),
  (x, y) => sigmoid(gap(y, x)),
]);

/** x − y; 0 where both are the same infinity: they share the sum equally, as those of logsumexp do. */
const gap: Binary = /* @__PURE__ */ elementwise2("sub", (x, y) => (x === y ? 0 : x - y), [() => 1, () => -1]);

// Equal arguments on their own: the difference of equal infinities is NaN.
function logSumOfTwo(x: number, y: number): number {
  return x === y ? x + Math.LN2 : Math.max(x, y) + Math.log1p(Math.exp(-Math.abs(x - y)));
}
