import type { Cell, Elements, Spelled } from "@wengert/rule/library";

/** Elements that all depend, or whose dependence their operation does not look at. */
export function allPresent(cells: readonly Cell[] | undefined): Spelled | undefined {
  return cells && { cells, presence: undefined };
}

/** The order of a single matrix, or of a vector's length; undefined for batches of matrices. */
export function singleOrder({ shape }: Elements): number | undefined {
  return shape.length === 2 ? shape[1] : undefined;
}
