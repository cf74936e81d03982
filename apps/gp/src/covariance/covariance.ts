/**
 * A covariance as data: what an expression or a JSON file says, and what kernels and parameters are built from. All
 * numbers are where a fit starts, but those of `fixed` arguments (see the library), which stay.
 *
 * A JSON file has this very form, but for a leaf's arguments, which stand directly beside its kernel.
 */
export type Covariance = Leaf | Composite;

/** One kernel of the library, times a variance. */
export interface Leaf {
  readonly kernel: string;
  /** To be learned; without it the kernel is 1 at distance 0 for good. */
  readonly variance?: number;
  readonly arguments: Readonly<Record<string, number>>;
}

/** The sum or the product of named parts, times a variance. */
export interface Composite {
  readonly kernel: "sum" | "product";
  readonly variance?: number;
  readonly parts: Readonly<Record<string, Covariance>>;
}
