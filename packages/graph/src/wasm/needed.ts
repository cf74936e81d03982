import type { Cell } from "../cells/cells.ts";
import type { Definitions } from "../cells/definitions.ts";

/** Which cells are asked for. All are 0 between two calls, so that a call costs what it finds, however many cells there are. */
let marks = new Uint8Array(0);

/**
 * The cells to compute for those wanted, in an order in which each comes after its operands: that of their numbers.
 *
 * @param ready - what needs not be computed
 */
export function needed(
  all: Definitions,
  wanted: readonly Cell[],
  ready: { has(cell: Cell): boolean },
): readonly Cell[] {
  if (marks.length < all.length) marks = new Uint8Array(2 * all.length);
  const order: Cell[] = [];
  let last = 0;
  let open = 0;
  const mark = (cell: Cell): void => {
    if (marks[cell] !== 0 || all.isConstant(cell) || ready.has(cell)) return;
    marks[cell] = 1;
    open++;
    if (cell > last) last = cell;
  };
  for (let i = 0; i < wanted.length; i++) mark(wanted[i]);
  for (let cell = last; open > 0; cell--) {
    if (marks[cell] === 0) continue;
    marks[cell] = 0;
    open--;
    order.push(cell);
    all.each(cell, mark);
  }
  return order.reverse();
}
