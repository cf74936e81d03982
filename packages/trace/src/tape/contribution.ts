import type { Tensor } from "@wengert/array";

/**
 * The cotangent of a tensor of which few elements were read: what is to be added, and where. A pullback of the library may
 * return one in place of a Tensor. All that arrive at a value are added up at once, in one Tensor, so that many reads of
 * one value cost as much as what they read.
 *
 * It is not a value: nobody but a tape sees it, and what it is added up with is an operation like any other.
 */
export class Contribution<Where = unknown> {
  /** The cotangent of the elements that were read. */
  readonly ybar: Tensor;
  /** Where they stand; only `total` looks at it. */
  readonly where: Where;
  /** How many elements the tensor has. */
  readonly size: number;
  /** The sum of contributions with this same function to one tensor, added one by one to what is there, if there is something. */
  readonly total: Total<Where>;

  constructor(ybar: Tensor, where: Where, size: number, total: Total<Where>) {
    this.ybar = ybar;
    this.where = where;
    this.size = size;
    this.total = total;
  }
}

type Total<Where> = (contributions: readonly Contribution<Where>[], onto: Tensor | undefined) => Tensor;
