import type { Arithmetic, Cell, Elements, Spelled } from "@wengert/rule/library";

/** Elements that all depend, or whose dependence their operation does not look at. */
export function allPresent(cells: readonly Cell[] | undefined): Spelled | undefined {
  return cells && { cells, presence: undefined };
}

/** Elements of a value that is linear in these: where nothing of them depends, nothing of the value does. @see dependsNot */
export function dependingOn(
  linear: readonly Elements[],
  cells: readonly Cell[] | undefined,
  arithmetic: Arithmetic,
): Spelled | undefined {
  if (cells === undefined || linear.some(({ presence }) => presence === undefined)) return allPresent(cells);
  const [zero, one] = [arithmetic.constant(0), arithmetic.constant(1)];
  const marks = linear.flatMap(({ presence = [] }) => presence);
  const any = marks.reduce((any, mark) => arithmetic.choice(mark, one, any), zero);
  return { cells: cells.map((cell) => arithmetic.choice(any, cell, zero)), presence: cells.map(() => any) };
}

/** The order of a single matrix, or of a vector's length; undefined for batches of matrices. */
export function singleOrder({ shape }: Elements): number | undefined {
  return shape.length === 2 ? shape[1] : undefined;
}
