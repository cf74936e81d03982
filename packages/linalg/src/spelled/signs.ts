import type { Arithmetic, Cell } from "@wengert/rule/library";

/** Arithmetic by its signs, and conditions on numbers. */
export interface Signs {
  readonly plus: (x: Cell, y: Cell) => Cell;
  readonly minus: (x: Cell, y: Cell) => Cell;
  readonly times: (x: Cell, y: Cell) => Cell;
  readonly over: (x: Cell, y: Cell) => Cell;
  /** 1 where x < y, else 0. */
  readonly less: (x: Cell, y: Cell) => Cell;
  readonly constant: (value: number) => Cell;
  /** Numbers hold only where all of these are finite. */
  readonly requireFinite: (xs: readonly Cell[]) => void;
  /** And only where this is neither 0 nor NaN nor ±∞. */
  readonly requirePivot: (x: Cell) => void;
}

export function signsOf(arithmetic: Arithmetic): Signs {
  const binary =
    (sign: string) =>
    (x: Cell, y: Cell): Cell =>
      arithmetic.operator(sign, x, y);
  const [plus, times, less] = [binary("+"), binary("*"), binary("<")];
  const constant = (value: number): Cell => arithmetic.constant(value);
  const zero = constant(0);
  return {
    plus,
    minus: binary("-"),
    times,
    over: binary("/"),
    less,
    constant,
    requireFinite: (xs) => {
      // Times 0 all but NaN and ±∞ are 0.
      const sum = xs.map((x) => times(x, zero)).reduce(plus, zero);
      arithmetic.require(arithmetic.operator("=", sum, zero));
    },
    requirePivot: (x) => {
      const size = arithmetic.operator("abs", x);
      arithmetic.require(less(zero, size));
      arithmetic.require(less(size, constant(Number.POSITIVE_INFINITY)));
    },
  };
}
