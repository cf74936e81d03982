import type { Tensor } from "@wengert/array";
import { cleared, copied, elementsOf, fromData, presenceOf, sizeOf, withPresence } from "@wengert/array/author";
import { match } from "../batch/batch.ts";

/*
 * Operations that are linear in an argument which may be a tangent or cotangent. Of a plain one that does not depend at all no derivative is
 * computed. A program that is written down does not know that before it runs, so that its operations meet such arguments; and of a batch
 * some matrices may be such, those that a program did not choose.
 */

/** Whether nothing of a plain tangent or cotangent depends: of no elements none does, and there is nothing to compute or to refuse. */
export function dependsNot(x: Tensor): boolean {
  return x.size === 0 || (presenceOf(x)?.data.every(isZero) ?? false);
}

/** What says of an element that it does not depend. */
export function isZero(present: number): boolean {
  return present === 0;
}

/** A value of that shape of which nothing depends. */
export function absentOf(shape: readonly number[]): Tensor {
  const zeros = fromData(cleared(sizeOf(shape)), shape);
  return withPresence(zeros, zeros);
}

/**
 * A fresh value [..., m, n] that was computed matrix by matrix, as one of which those do not depend for which nothing of an argument depends.
 *
 * @param linear - arguments that it is linear in: it depends on nothing where one of them does not
 */
export function dependingOnEach(y: Tensor, ...linear: readonly Tensor[]): Tensor {
  const partial = linear.filter((x) => presenceOf(x) !== undefined);
  if (partial.length === 0) return y;
  const [m, n] = y.shape.slice(-2);
  const left = partial.map((x) => unaskedIn(x, y));
  const none = Array.from({ length: y.size / (m * n) }, (_, b) => left.some((own) => own[b]));
  return none.includes(true) ? without(y, m * n, (b) => none[b]) : y;
}

/** The same of one that depends on nothing only where none of some arguments does. */
export function dependingOnSome(y: Tensor, ...xs: readonly Tensor[]): Tensor {
  if (xs.some((x) => presenceOf(x) === undefined)) return y;
  const left = xs.map((x) => unaskedIn(x, y));
  return without(y, sizeOf(y.shape.slice(-2)), (b) => left.every((own) => own[b]));
}

/** Of each matrix of y, whether nothing of that of x depends. */
function unaskedIn(x: Tensor, y: Tensor): readonly boolean[] {
  const size = sizeOf(x.shape.slice(-2));
  const present = presenceOf(x)?.data ?? new Float64Array();
  return Array.from(match("solve", x, y).starts[0], (start) => present.subarray(start, start + size).every(isZero));
}

/** A plain Tensor, of which the pieces of so many elements for which that holds do not depend. */
export function without(x: Tensor, size: number, isLeft: (b: number) => boolean): Tensor {
  const out = copied(elementsOf(x));
  const presence = presenceOf(x)?.data.slice() ?? new Float64Array(x.size).fill(1);
  for (let b = 0; b * size < x.size; b++) {
    if (isLeft(b)) for (const array of [out, presence]) array.fill(0, b * size, (b + 1) * size);
  }
  return withPresence(fromData(out, x.shape), fromData(presence, x.shape));
}
