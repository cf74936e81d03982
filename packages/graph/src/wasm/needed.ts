import type { Cell, Definition } from "../cells/cells.ts";

/** The cells to compute for those wanted, in an order in which each comes after its operands. */
export function needed(all: readonly Definition[], wanted: readonly Cell[], ready: ReadonlySet<Cell>): Cell[] {
  const found = new Set<Cell>();
  const stack = wanted.slice();
  while (stack.length > 0) {
    const cell = stack.pop() as Cell;
    if (found.has(cell) || ready.has(cell) || all[cell].kind === "constant") continue;
    found.add(cell);
    stack.push(...all[cell].operands);
  }
  return Array.from(found).sort((a, b) => a - b);
}
