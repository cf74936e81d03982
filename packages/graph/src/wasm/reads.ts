import type { Cell } from "../cells/cells.ts";
import type { Definitions } from "../cells/definitions.ts";
import { CellMap, CellSet } from "../cells/sets.ts";

/** What a function reads, and how often; and which locals hold it. It is for one Writer at a time. */
export class Reads {
  readonly #uses = new CellMap();
  readonly #locals = new CellMap();
  readonly #own = new CellSet();
  #touched: Cell[] = [];

  /** Forgets all, for a function that computes cells. */
  begin(cells: readonly Cell[], all: Definitions): void {
    for (const cell of this.#touched) {
      this.#uses.delete(cell);
      this.#locals.delete(cell);
      this.#own.delete(cell);
    }
    this.#touched = cells.slice();
    for (const cell of cells) {
      this.#own.add(cell);
      for (let k = 0, operand = all.operand(cell, 0); operand >= 0; operand = all.operand(cell, ++k))
        this.note(operand);
    }
  }

  note(cell: Cell): void {
    const before = this.#uses.get(cell) ?? 0;
    if (before === 0) this.#touched.push(cell);
    this.#uses.set(cell, before + 1);
  }

  uses(cell: Cell): number {
    return this.#uses.get(cell) ?? 0;
  }

  isOwn(cell: Cell): boolean {
    return this.#own.has(cell);
  }

  localOf(cell: Cell): number | undefined {
    return this.#locals.get(cell);
  }

  hold(cell: Cell, local: number): void {
    this.#touched.push(cell);
    this.#locals.set(cell, local);
  }
}
