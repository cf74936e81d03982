import { isTraced, resolve, type Value } from "@wengert/trace";

/**
 * How many open transformations differentiate with respect to a value: inside of them its derivatives up to this order may be
 * asked for, and no further ones. 0 for a constant.
 *
 * For an operation whose derivatives need what must be prepared when it is called.
 *
 * @example
 * import { grad } from "@wengert/core";
 * import { differentiationOrder } from "@wengert/rule/library";
 *
 * differentiationOrder(3); // => 0
 * let inside = 0;
 * grad((x) => {
 *   inside = differentiationOrder(x);
 *   return x;
 * })(3);
 * inside; // => 1
 */
export function differentiationOrder(x: Value): number {
  let order = 0;
  for (let at = resolve(x, "differentiationOrder"); isTraced(at); at = at.primal) {
    if (at.interpreter.differentiates) order++;
  }
  return order;
}
