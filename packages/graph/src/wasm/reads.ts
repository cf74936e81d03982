import type { Cell } from "../cells/cells.ts";
import type { Definitions } from "../cells/definitions.ts";
import { CellMap } from "../cells/sets.ts";

/** What a function computes and reads, how often, and which locals hold it. It is for one Writer at a time. */
export class Reads {
  /** How often a cell is read, twice, and 1 more where the function computes it itself; −1 of other cells. */
  readonly #counts = new CellMap();
  readonly #locals = new CellMap();
  #met: Cell[] = [];

  /** Begins a function that computes cells. */
  begin(cells: readonly Cell[], all: Definitions): void {
    for (const cell of this.#met) {
      this.#counts.set(cell, -1);
      this.#locals.set(cell, -1);
    }
    this.#met = cells.slice();
    for (const cell of cells) this.#counts.set(cell, 1);
    const note = (operand: Cell): void => this.note(operand);
    for (const cell of cells) all.each(cell, note);
  }

  /** One read more. */
  note(cell: Cell): void {
    const before = this.#counts.get(cell);
    if (before < 0) this.#met.push(cell);
    this.#counts.set(cell, Math.max(before, 0) + 2);
  }

  uses(cell: Cell): number {
    return Math.max(this.#counts.get(cell), 0) >> 1;
  }

  isOwn(cell: Cell): boolean {
    const count = this.#counts.get(cell);
    return count >= 0 && count % 2 === 1;
  }

  /** −1 where no local holds a cell. */
  localOf(cell: Cell): number {
    return this.#locals.get(cell);
  }

  hold(cell: Cell, local: number): void {
    if (this.#counts.get(cell) < 0) this.#met.push(cell);
    this.#locals.set(cell, local);
  }
}
