/*
 * How operations are computed number by number, for whoever makes code of a program. It gives the same numbers as `impl`, to the
 * last bit.
 */

/** A number that is not known yet. */
export type Cell = number;

/** What numbers are computed with. */
export interface Arithmetic {
  constant(value: number): Cell;
  /** One of `+ - * / min max = < ≤` of two numbers, `neg abs √` of one. */
  operator(sign: string, x: Cell, y?: Cell): Cell;
  /** A function of one or two numbers. */
  call(f: (x: number, y: number) => number, operands: readonly Cell[]): Cell;
  /** x where c is not 0, else y. */
  choice(c: Cell, x: Cell, y: Cell): Cell;
  /**
   * What is computed holds only where c is not 0. Elsewhere the operation itself is run, which may throw; so a condition may fail where it
   * need not, but must fail where the operation throws, or computes something else.
   */
  require(c: Cell): void;
}

/** The elements of a tensor, row-major. */
export interface Elements {
  readonly shape: readonly number[];
  readonly cells: readonly Cell[];
  /** Which of them depend on what is differentiated, where that is asked: 0 or 1. Undefined where all do. */
  readonly presence: readonly Cell[] | undefined;
}

/** The elements of a value whose shape is known. */
export type Spelled = Omit<Elements, "shape">;

/** Of an elementwise operation whose arguments broadcast. */
export interface Elementwise {
  /**
   * The operation in postfix form: `x y +`. Its words are x, y and z, numbers, the signs of `Arithmetic`, and `?` for the choice
   * `c x y ?`. Without it, the rule's `number` is called.
   */
  readonly code?: string;
  /** Which elements of the value are present, likewise, of the presence p, q and r of the arguments, with `&` and `|`. Default all. */
  readonly presence?: string;
  /** Arrays as long as this, or longer, are computed in another way. */
  readonly below?: number;
}

/**
 * - Elementwise;
 * - `"moves"`: every element of the value is one of an argument, or 0 where `impl` says that it does not depend;
 * - a function that computes the elements of the value, or of each of several, in their order; undefined where it cannot.
 */
export type Spelling =
  | Elementwise
  | "moves"
  | ((xs: readonly Elements[], arithmetic: Arithmetic, attributes?: object) => Spelled | readonly Spelled[] | undefined);
