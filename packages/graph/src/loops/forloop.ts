import { ArgumentError, arange, type Tensor } from "@wengert/array";
import { expectFunction, expectNoMore, quoted } from "@wengert/array/author";
import type { Lifted } from "@wengert/rule";
import { leavesOf } from "@wengert/trace";
import type { Step } from "./cell.ts";
import { loop } from "./loop.ts";
import { expectReturned } from "./statics.ts";

/**
 * Runs a body n times, as one operation that is differentiated as a whole.
 *
 *     cᵢ₊₁ = body(i, cᵢ), i = 0 … n − 1
 *
 * @param n - how often
 * @param body - gets the number of the step, a scalar Tensor, and the carry; returns the next carry, of the same form. It must be
 *   pure, as for `scan`
 * @param init - the first carry, a tree
 * @returns the last carry
 * @throws {TreeMismatchError} {ShapeError} for a carry of another form
 * @example
 * import { forLoop } from "@wengert/graph";
 * import { grad } from "@wengert/core";
 * import { mul } from "@wengert/ops";
 *
 * grad((x) => forLoop(3, (_i, c) => mul(c, x), 1))(2); // => 12
 */
export function forLoop<C>(n: number, body: (i: Tensor, carry: Lifted<NoInfer<C>>) => unknown, init: C): Lifted<C> {
  expectNoMore("forLoop", arguments[3]);
  expectFunction("forLoop", "body", body);
  if (!Number.isInteger(n) || n < 0) {
    throw new ArgumentError(`forLoop: n must be a whole number of steps, not ${quoted(n)}.`, "forLoop");
  }
  const step: Step = (carry, i) => {
    const next = body(i, carry);
    expectReturned("forLoop", next, init);
    return [next, null];
  };
  const [last] = loop("forLoop", step, leavesOf("forLoop", init), leavesOf("forLoop", arange(n)), {
    length: n,
    reverse: false,
  });
  return last as Lifted<C>;
}
