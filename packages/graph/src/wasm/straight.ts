import type { Cell, Cells } from "../cells/cells.ts";
import type { Definitions } from "../cells/definitions.ts";
import { CellMap, CellSet } from "../cells/sets.ts";
import type { Body } from "./encode.ts";
import { needed } from "./needed.ts";
import { Reads } from "./reads.ts";
import { type Address, Writer } from "./writer.ts";

/** Where cells lie in memory, in numbers. */
export interface Places {
  get(cell: Cell): number | undefined;
  has(cell: Cell): boolean;
  set(cell: Cell, place: number): void;
}

/** So many instructions a function has (measured): longer ones take the engine long to make fast, shorter ones more memory traffic. */
export const LENGTH = 1000;

/** Functions of numbers that code calls: how many arguments each takes. */
export class Imports {
  readonly functions: ((x: number, y: number) => number)[] = [];
  readonly arities: number[] = [];
  readonly #numbers = new Map<(x: number, y: number) => number, number>();

  numberOf(f: (x: number, y: number) => number, arity: number): number {
    let number = this.#numbers.get(f);
    if (number === undefined) {
      number = this.functions.push(f) - 1;
      this.arities.push(arity);
      this.#numbers.set(f, number);
    }
    return number;
  }
}

const NOWHERE: readonly Address[] = [];

/** Straight code: functions that compute cells one after the other, and write those that others need to memory. */
export class StraightCode {
  readonly bodies: Body[] = [];
  readonly imports: Imports = new Imports();
  readonly #cells: Cells;
  readonly #places: Places;
  readonly #reads = new Reads();
  #room: number;

  constructor(cells: Cells, places: Places, room: number) {
    this.#cells = cells;
    this.#places = places;
    this.#room = room;
  }

  /** How many numbers of memory there are in use. */
  get room(): number {
    return this.#room;
  }

  /**
   * Adds functions that compute some cells into memory.
   *
   * @param wanted - they have their places
   * @param ready - what is in memory already: inputs, and what was computed before
   * @returns the numbers of the first function and of the one behind the last
   */
  add(
    wanted: readonly Cell[],
    ready: { has(cell: Cell): boolean; add(cell: Cell): void },
  ): readonly [from: number, to: number] {
    const from = this.bodies.length;
    const order = needed(this.#cells.all, wanted, ready);
    const pieces = inPieces(order);
    const stored = shared(this.#cells.all, pieces);
    // Those that are ready have their places already.
    for (const cell of wanted) stored.add(cell);
    for (const cell of order) if (stored.has(cell) && !this.#places.has(cell)) this.#places.set(cell, this.#room++);
    for (const piece of pieces) this.bodies.push(this.#body(piece, stored));
    for (const cell of order) if (stored.has(cell)) ready.add(cell);
    return [from, this.bodies.length];
  }

  #body(cells: readonly Cell[], stored: CellSet): Body {
    const addressOf = (cell: Cell) => ({ bytes: 8 * (this.#places.get(cell) as number) });
    const functionOf = (f: (x: number, y: number) => number, arity: number): number => this.imports.numberOf(f, arity);
    const writer = new Writer({ all: this.#cells.all, cells, addressOf, functionOf, reads: this.#reads });
    for (const cell of cells) writer.statement(cell, stored.has(cell) ? [addressOf(cell)] : NOWHERE);
    return { code: writer.code, locals: writer.locals };
  }
}

/** Cells in an order, as many as a function computes at a time. */
export function inPieces(order: readonly Cell[]): readonly (readonly Cell[])[] {
  return Array.from({ length: Math.ceil(order.length / LENGTH) }, (_, k) => order.slice(k * LENGTH, (k + 1) * LENGTH));
}

/** The cells that one function computes and another one reads. */
export function shared(all: Definitions, pieces: readonly (readonly Cell[])[]): CellSet {
  const found = new CellSet();
  if (pieces.length < 2) return found;
  const home = new CellMap();
  for (const [k, piece] of pieces.entries()) {
    const read = (operand: Cell): void => {
      const at = home.get(operand);
      if (at >= 0 && at !== k) found.add(operand);
    };
    for (const cell of piece) {
      all.each(cell, read);
      home.set(cell, k);
    }
  }
  return found;
}
