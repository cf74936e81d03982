import { type CheckRuleOptions, checkRule } from "@wengert/check";
import { isTensor, type Tensor, tensor, type Value } from "@wengert/core";
import { describe, test } from "vitest";

/** An op, what to call it with, and how to check it. */
export type Row = readonly [op: (...args: never[]) => Tensor, args: readonly unknown[], options?: CheckRuleOptions];

/** Rows by the name of the op. */
export type Table = Readonly<Record<string, readonly Row[]>>;

export const matrix: Tensor = tensor([
  [0.3, 0.7, 0.2],
  [0.9, 0.4, 0.6],
]);
export const row: Tensor = tensor([0.5, 0.25, 0.85]);
export const column: Tensor = tensor([[1.23], [0.37]]);
export const empty: Tensor = tensor([], [0, 3]);
export const cube: Tensor = tensor(
  Float64Array.from({ length: 24 }, (_, i) => 0.3 + Math.sin(3 * i)),
  [2, 3, 4],
);

/** Another point of the same shape. */
function scaled(x: Tensor, by: number, shift: number = 0): Tensor {
  return tensor(
    x.data.map((value) => shift + by * value),
    x.shape,
  );
}

/** What an elementwise op of one argument must bear: a matrix and stacks of it, a number, nothing at all. */
export function unary(op: (x: Value) => Tensor, at: Tensor = matrix): readonly Row[] {
  return [
    [op, [at], { batched: true }],
    [op, [at.data[1]]],
    [op, [empty]],
  ];
}

/** And one of two: equal shapes, every way to broadcast, numbers. */
export function binary(op: (x: Value, y: Value) => Tensor): readonly Row[] {
  return [
    [op, [matrix, scaled(matrix, 0.37)], { batched: true }],
    [op, [matrix, row]],
    [op, [column, matrix]],
    [op, [column, row]],
    [op, [scaled(cube, 0.4, 0.9), tensor([[0.6], [0.35], [1.1]])]],
    [op, [matrix, 0.33]],
    [op, [0.33, matrix]],
    [op, [0.4, 0.9]],
    [op, [empty, row]],
    [op, [tensor([], [2, 0]), column]],
  ];
}

/** A call with everything but x fixed. */
export function at(f: (x: Tensor) => Tensor, ...xs: readonly Value[]): readonly Row[] {
  return xs.map((x) => [f, [x]] as const);
}

/** Checks every row of a table. */
export function check(table: Table): void {
  describe.each(Object.entries(table))("%s", (name, rows) => {
    test.each(rows.map((row, i) => [i, ...row] as const))("row %i", (_i, op, args, options) => {
      checkRule(op, args, { name, ...options });
    });
  });
}

/** Arguments as the name of a test. */
export function shown(args: readonly unknown[]): string {
  return args.map((arg) => (isTensor(arg) ? arg.toString() : String(arg))).join(", ");
}
