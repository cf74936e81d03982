import type { Tensor } from "@wengert/array";
import type { Value } from "@wengert/rule";
import { where } from "./where.ts";

/**
 * x with another value where the mask is not 0; all three broadcast. `where(mask, value, x)` by the name of PyTorch.
 *
 * @example
 * maskedFill(tensor([1, 2, 3]), tensor([0, 1, 0]), -1).toArray(); // => [1, -1, 3]
 */
export function maskedFill(x: Value, mask: Value, value: Value): Tensor {
  return where(mask, value, x);
}
