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
  /** The sum of contributions with this same function to one tensor, made with operations. */
  readonly total: (contributions: readonly Contribution<Where>[]) => Tensor;

  constructor(
    ybar: Tensor,
    where: Where,
    size: number,
    total: (contributions: readonly Contribution<Where>[]) => Tensor,
  ) {
    this.ybar = ybar;
    this.where = where;
    this.size = size;
    this.total = total;
  }
}

/** The sum of contributions to one tensor, of each kind. */
export function totals(contributions: readonly Contribution[]): readonly Tensor[] {
  const kinds = new Set(contributions.map(({ total }) => total));
  return Array.from(kinds, (kind) => kind(contributions.filter(({ total }) => total === kind)));
}
