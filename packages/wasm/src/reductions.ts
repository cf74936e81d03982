/** out[before, after] ← the reduction of x[before, length, after], row-major, over the axis in the middle; length ≥ 1. */
export type Reduction = (x: Float64Array, before: number, length: number, after: number, out: Float64Array) => void;

/** Reductions of one axis. */
export interface Reductions {
  /** Pairwise, so that rounding grows with the logarithm of the length. */
  readonly sum: Reduction;
  /** NaN where there is one; 0 counts as greater than −0. */
  readonly max: Reduction;
  /** Likewise the least. */
  readonly min: Reduction;
}
