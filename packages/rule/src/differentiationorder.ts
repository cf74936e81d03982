import type { Tensor } from "@wengert/array";
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

/**
 * The direction in which the innermost transformation moves a value, where that is forward mode along one: a tangent as a rule's
 * `jvp` will get it. For an operation that must choose how it is computed before that.
 *
 * @example
 * import { jvp } from "@wengert/forward";
 * import { directionOf } from "@wengert/rule/library";
 *
 * let inside = 0;
 * jvp((x) => {
 *   inside = directionOf(x)?.item() ?? 0;
 *   return x;
 * }, [3], [5]);
 * inside; // => 5
 */
export function directionOf(x: Value): Tensor | undefined {
  const at = resolve(x, "directionOf");
  return isTraced(at) ? at.interpreter.directionOf(at) : undefined;
}
