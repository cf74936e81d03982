import type { Tensor } from "@wengert/array";
import { type Deferral, deferralOf, elementsOf, deferred as unread } from "@wengert/array/author";

/**
 * A constant that is computed when its numbers are first read. So a rule can hold what its value does not need and its
 * derivatives do, the inverse of a matrix for instance: nobody pays for it unless there is a derivative, and derivatives in
 * many directions share it.
 */
class Constant implements Deferral {
  readonly compute: () => Float64Array;
  isWanted = false;

  constructor(compute: () => Float64Array) {
    this.compute = compute;
  }
}

/**
 * A Tensor whose elements are computed when they are first read.
 *
 * It keeps what `compute` closes over, so operations that return it are made by `residual`, or by `nonDifferentiable` where
 * programs see their result.
 *
 * @param compute - returns the elements, in an array of its own; must not throw, because anybody may read them
 */
export function deferred(shape: readonly number[], compute: () => Float64Array): Tensor {
  return unread(new Constant(compute), shape);
}

/**
 * The elements of a Tensor; undefined for one that is deferred, when they are wanted for the first time. For whoever can
 * compute them in the memory of its own result: mostly nobody asks again, and then they need not be kept.
 */
export function keptElements(x: Tensor): Float64Array | undefined {
  const deferral = deferralOf(x);
  if (!(deferral instanceof Constant) || deferral.isWanted) return elementsOf(x);
  deferral.isWanted = true;
  return undefined;
}
