import type { ArrayFunction, Cell } from "@wengert/trace";

/** What a cell is computed by, beside its operands. */
export interface Source {
  readonly kind: "constant" | "input" | "operator" | "function" | "choice" | "kernel";
  /** Of an operator, or the name of a kernel. */
  readonly sign: string;
  readonly f: ((x: number, y: number) => number) | undefined;
  /** Of a kernel. */
  readonly kernels?: ArrayFunction["kernels"];
}

/** One number of a plan: a constant, an input, or computed from other cells. */
export interface Definition extends Source {
  readonly value: number;
  readonly operands: readonly Cell[];
}

/** A cell takes so many integers: its source, and at most three operands. */
const WIDTH = 4;
const ABSENT = -1;

/** What cells are. There may be very many, so they are integers in a few arrays, and equal ones are found by a table of these. */
export class Definitions {
  /** How many there are. */
  length = 0;
  /** Of each cell its source and its operands; of a constant, the place of its value in place of the first one. */
  #cells = new Int32Array(256 * WIDTH);
  /** Cells plus 1, at the places that their definitions are hashed to; not of inputs and constants. */
  #table = new Int32Array(1024);
  #hashed = 0;
  readonly #kinds: Source[] = [
    { kind: "constant", sign: "", f: undefined },
    { kind: "input", sign: "", f: undefined },
  ];
  readonly #values: number[] = [];

  isConstant(cell: Cell): boolean {
    return this.#cells[WIDTH * cell] === 0;
  }

  /** Whether it is that constant; −0 is another one than 0. */
  is(cell: Cell, constant: number): boolean {
    return this.#cells[WIDTH * cell] === 0 && Object.is(this.#values[this.#cells[WIDTH * cell + 1]], constant);
  }

  /** The value of a constant; 0 of what is none. */
  valueOf(cell: Cell): number {
    return this.#cells[WIDTH * cell] === 0 ? this.#values[this.#cells[WIDTH * cell + 1]] : 0;
  }

  sourceOf(cell: Cell): Source {
    return this.#kinds[this.#cells[WIDTH * cell]];
  }

  /** The k-th operand; −1 where there are fewer. */
  operand(cell: Cell, k: number): Cell {
    return k < WIDTH - 1 && this.#cells[WIDTH * cell] > 0 ? this.#cells[WIDTH * cell + 1 + k] : ABSENT;
  }

  /** Calls a function with each operand. Short, so that an engine puts it where it is called. */
  each(cell: Cell, f: (operand: Cell) => void): void {
    const cells = this.#cells;
    const at = WIDTH * cell;
    if (cells[at] === 0) return;
    if (cells[at + 1] >= 0) f(cells[at + 1]);
    if (cells[at + 2] >= 0) f(cells[at + 2]);
    if (cells[at + 3] >= 0) f(cells[at + 3]);
  }

  operandsOf(cell: Cell): readonly Cell[] {
    const found: Cell[] = [];
    this.each(cell, (operand) => void found.push(operand));
    return found;
  }

  at(cell: Cell): Definition {
    // Written out: a copy by `...` takes several times as long.
    const { kind, sign, f, kernels } = this.sourceOf(cell);
    return { kind, sign, f, kernels, value: this.valueOf(cell), operands: this.operandsOf(cell) };
  }

  list(): readonly Definition[] {
    return Array.from({ length: this.length }, (_, cell) => this.at(cell));
  }

  constant(value: number): Cell {
    return this.#push(0, this.#values.push(value) - 1, ABSENT, ABSENT);
  }

  input(): Cell {
    return this.#push(1, ABSENT, ABSENT, ABSENT);
  }

  /** The number of a new source. */
  source(source: Source): number {
    return this.#kinds.push(source) - 1;
  }

  /** The cell that is computed so, which may be there already. */
  computed(source: number, a: Cell, b: Cell = ABSENT, c: Cell = ABSENT): Cell {
    const place = this.#place(source, a, b, c);
    const known = this.#table[place];
    if (known > 0) return known - 1;
    const cell = this.#push(source, a, b, c);
    this.#table[place] = cell + 1;
    if (2 * ++this.#hashed > this.#table.length) this.#rehash();
    return cell;
  }

  #push(source: number, a: number, b: number, c: number): Cell {
    const cell = this.length++;
    const at = WIDTH * cell;
    if (at === this.#cells.length) this.#grow();
    const cells = this.#cells;
    cells[at] = source;
    cells[at + 1] = a;
    cells[at + 2] = b;
    cells[at + 3] = c;
    return cell;
  }

  #grow(): void {
    const more = new Int32Array(2 * this.#cells.length);
    more.set(this.#cells);
    this.#cells = more;
  }

  /** Where in the table a definition stands, or would stand. */
  #place(source: number, a: number, b: number, c: number): number {
    const cells = this.#cells;
    const table = this.#table;
    const last = table.length - 1;
    let place = mixed(source, a, b, c) & last;
    for (let cell = table[place] - 1; cell >= 0; cell = table[place] - 1) {
      const at = WIDTH * cell;
      if (cells[at + 1] === a && cells[at + 2] === b && cells[at + 3] === c && cells[at] === source) break;
      place = (place + 1) & last;
    }
    return place;
  }

  #rehash(): void {
    this.#table = new Int32Array(4 * this.#table.length);
    const cells = this.#cells;
    for (let cell = 0, at = 0; cell < this.length; cell++, at += WIDTH) {
      if (cells[at] > 1) this.#table[this.#place(cells[at], cells[at + 1], cells[at + 2], cells[at + 3])] = cell + 1;
    }
  }
}

/** Four integers as one that looks like no pattern of them. */
function mixed(source: number, a: number, b: number, c: number): number {
  const sum =
    Math.imul(a, 0x9e3779b1) + Math.imul(b, 0x85ebca6b) + Math.imul(c, 0xc2b2ae35) + Math.imul(source, 0x27d4eb2f);
  const h = Math.imul(sum ^ (sum >>> 15), 0x2c1b3c6d);
  return h ^ (h >>> 13);
}
