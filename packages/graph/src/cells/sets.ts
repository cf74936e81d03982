import type { Cell } from "./cells.ts";

/** Cells, one bit each: for sets of many. */
export class CellSet {
  #has = new Uint8Array(1024);

  has(cell: Cell): boolean {
    return this.#has[cell] === 1;
  }

  add(cell: Cell): void {
    if (cell >= this.#has.length) {
      const more = new Uint8Array(2 * (cell + 1));
      more.set(this.#has);
      this.#has = more;
    }
    this.#has[cell] = 1;
  }
}

/** Numbers that belong to cells: for many. */
export class CellMap {
  #numbers = new Int32Array(1024);

  /** −1 where a cell has none. */
  get(cell: Cell): number {
    return cell < this.#numbers.length ? this.#numbers[cell] - 1 : -1;
  }

  has(cell: Cell): boolean {
    return this.get(cell) >= 0;
  }

  /** @param number - −1 for none */
  set(cell: Cell, number: number): void {
    if (cell >= this.#numbers.length) {
      const more = new Int32Array(2 * (cell + 1));
      more.set(this.#numbers);
      this.#numbers = more;
    }
    this.#numbers[cell] = number + 1;
  }
}
