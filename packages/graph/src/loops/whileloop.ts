import { ArgumentError } from "@wengert/array";
import { expectFunction, expectOptions, quoted } from "@wengert/array/author";
import type { Lifted, Value } from "@wengert/rule";
import { leavesOf } from "@wengert/trace";
import { unflatten } from "@wengert/tree";
import { repeat } from "./repeat.ts";
import { expectReturned } from "./statics.ts";

/** How far a loop with a condition may go. */
export interface WhileOptions {
  /** The most steps. Reverse mode needs it, since it keeps the carry of each step; a loop that goes further throws. */
  readonly maxSteps?: number;
}

/**
 * Runs a body as long as a condition holds, as one operation that is differentiated as a whole.
 *
 *     while (condition(c)) c = body(c)
 *
 * Forward mode takes the tangent along. Reverse mode needs `maxSteps`: it keeps up to so many carries, and walks back those that there
 * were. The number of steps is constant to both. Where compiled programs or batches leave that number open, the walk takes `maxSteps` steps:
 * those that there were not are taken at the first carry, and nothing comes of them.
 *
 * @param condition - of the carry: a boolean, a number or a scalar Tensor, true where it is not 0
 * @param body - gets the carry and returns the next one, of the same form. Both must be pure, and may close over traced values and parameters
 * @param init - the first carry, a tree
 * @returns the carry for which the condition does not hold
 * @throws {ArgumentError} where the condition still holds after `maxSteps` steps, and where it is NaN
 * @throws {MissingRuleError} in reverse mode without `maxSteps`
 * @example
 * import { whileLoop } from "@wengert/graph";
 * import { grad } from "@wengert/core";
 * import { abs, add, div, greater, mul, square, sub } from "@wengert/ops";
 * import { type Tensor, tensor } from "@wengert/array";
 *
 * // Newton's iteration for √x.
 * const root = (x: Tensor) => whileLoop((c) => greater(abs(sub(square(c), x)), 1e-14), (c) => mul(0.5, add(c, div(x, c))), 1, { maxSteps: 50 });
 * root(tensor(4)).item(); // => 2
 * grad(root)(4); // => 0.25
 */
export function whileLoop<C>(
  condition: (carry: Lifted<NoInfer<C>>) => Value | boolean,
  body: (carry: Lifted<NoInfer<C>>) => unknown,
  init: C,
  options: WhileOptions = {},
): Lifted<C> {
  expectFunction("whileLoop", "condition", condition);
  expectFunction("whileLoop", "body", body);
  expectOptions("whileLoop", options, ["maxSteps"]);
  const { maxSteps } = options;
  if (maxSteps !== undefined && !(Number.isInteger(maxSteps) && maxSteps >= 0)) {
    throw new ArgumentError(`whileLoop: maxSteps must be a whole number, not ${quoted(maxSteps)}.`, "whileLoop");
  }
  const first = leavesOf("whileLoop", init);
  if (first.values.length === 0) throw new ArgumentError("whileLoop: the carry has no value.", "whileLoop");
  const step = (carry: Lifted<NoInfer<C>>): unknown => {
    const next = body(carry);
    expectReturned("whileLoop", next, init);
    return next;
  };
  const { carry } = repeat({ condition: condition as never, body: step as never, maxSteps }, first);
  return unflatten<Lifted<C>>(first.structure, carry);
}
