import type { Settings } from "./settings.ts";

/**
 * A covariance as data: what an expression or a JSON file says, and what kernels and parameters are built from. All
 * numbers are where a fit starts, but those of `fixed` arguments (see the library), which stay.
 *
 * A JSON file has this very form, but for a leaf's arguments, which stand directly beside its kernel.
 */
export type Covariance<A = Argument> = Leaf<A> | Composite<A>;

/** One whose starts are all numbers. */
export type Started = Covariance<number | readonly number[]>;

/** Where a fit starts: a number, or what the data suggest (see `startsFrom`). */
export type Start = number | "auto";

/** One start, or a list of them: one for each input. */
export type Argument = Start | readonly Start[];

/** One kernel of the library, times a variance. */
export interface Leaf<A = Argument> extends Scaled<A> {
  readonly kernel: string;
  readonly arguments: Readonly<Record<string, A>>;
}

/** The sum or the product of named parts, times a variance. */
export interface Composite<A = Argument> extends Scaled<A> {
  readonly kernel: "sum" | "product";
  readonly parts: Readonly<Record<string, Covariance<A>>>;
}

interface Scaled<A> {
  /** To be learned; without it the kernel is 1 at distance 0 for good. */
  readonly variance?: Exclude<A, readonly unknown[]>;
  /** How its parameters may move, by their names, where that is not said by default. */
  readonly settings?: Settings;
  /** A constant that all of it is multiplied by, where there is no variance to hold it. */
  readonly factor?: number;
}
