/*
 * How operations are computed number by number, for whoever makes code of a program. It gives the same numbers as `impl`, to the
 * last bit.
 */

/** A number that is not known yet. */
export type Cell = number;

/** An elementwise function of large arrays. */
export interface ArrayFunction {
  /** Its name among the kernels. */
  readonly name: string;
  /** The same for numbers: it gives those that the kernel leaves out as NaN. */
  readonly f: (x: number, y: number) => number;
  /** Makes the kernels that go by such names, in one memory. */
  readonly kernels: () => object | undefined;
}

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
  /** A function of large arrays. */
  kernel(kernel: ArrayFunction, operands: readonly Cell[]): Cell;
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
   * `c x y ?`. Without it, and without `short`, the rule's `number` is called.
   */
  readonly code?: string;
  /** What has functions in it, such as `Math.exp`: an element as `number` computes it, by the same operations. */
  readonly short?: (arithmetic: Arithmetic, xs: readonly Cell[]) => Cell;
  /** Which elements of the value are present, likewise, of the presence p, q and r of the arguments, with `&` and `|`. Default all. */
  readonly presence?: string;
  /** Arrays as long as this, or longer, are computed in another way: that of `long`, where it is known. */
  readonly below?: number;
  /**
   * An element of such an array. Every argument has one element, or as many as the value.
   *
   * @param known - the arguments that are one known number
   */
  readonly long?: (
    arithmetic: Arithmetic,
    xs: readonly Cell[],
    known: readonly (number | undefined)[],
  ) => Cell | undefined;
}

/** Computes the elements of a value, or of each of several; undefined where it cannot. */
export type ElementByElement = (
  xs: readonly Elements[],
  arithmetic: Arithmetic,
  attributes?: object,
) => Spelled | readonly Spelled[] | undefined;

/** Of an operation that is spelled out for small arrays, and of which is known what it does with large ones. */
export interface Sized {
  /**
   * `"moves"` and `"sums"` as below; `"axes"`, sums over the axes that `large` tells, in the order of `sumAxes`; `"added"`, the arguments
   * one to the other; or a function.
   */
  readonly small: "added" | "axes" | "moves" | "sums" | ElementByElement;
  /**
   * What the elements of a large value are, given the shape of the first argument: computed from those at the same place as `small` says
   * (`"each"`), those of the argument in their order, repeated by NumPy's rule (`"repeat"`), or sums over the axes that are listed, counted
   * from the end, in ascending order. Undefined where it is none of these.
   */
  readonly large: (shape: readonly number[], attributes?: object) => "each" | "repeat" | readonly number[] | undefined;
}

/**
 * - Elementwise;
 * - `"moves"`: every element of the value is one of an argument, or 0 where `impl` says that it does not depend;
 * - `"sums"`: every element of the value is a sum that begins with 0, to which elements of the arguments are added in their order, each at
 *   most once; it depends where one of them does;
 * - a function that computes the elements of the value, or of each of several, in their order;
 * - one of the latter three, and what is done with large arrays.
 */
export type Spelling = Elementwise | "moves" | "sums" | ElementByElement | Sized;
