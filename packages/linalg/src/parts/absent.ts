import type { Tensor } from "@wengert/array";
import { cleared, fromData, presenceOf, sizeOf, withPresence } from "@wengert/array/author";

/*
 * Operations that are linear in an argument which may be a tangent or cotangent. Of a plain one that does not depend at all no derivative is
 * computed. A program that is written down does not know that before it runs, so that its operations meet such arguments.
 */

/** Whether nothing of a plain tangent or cotangent depends. */
export function dependsNot(x: Tensor): boolean {
  return presenceOf(x)?.data.every((present) => present === 0) ?? false;
}

/** A value of that shape of which nothing depends. */
export function absentOf(shape: readonly number[]): Tensor {
  const zeros = fromData(cleared(sizeOf(shape)), shape);
  return withPresence(zeros, zeros);
}
