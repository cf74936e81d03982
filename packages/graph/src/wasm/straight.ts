import type { Cell, Cells, Definition } from "../cells/cells.ts";
import { type Body, Bytes, op } from "./encode.ts";
import { needed } from "./needed.ts";

/** So many instructions a function has (measured): longer ones take the engine long to make fast, shorter ones more memory traffic. */
const LENGTH = 1000;

const opcodes: { readonly [sign: string]: number } = {
  "+": 0xa0,
  "-": 0xa1,
  "*": 0xa2,
  "/": 0xa3,
  min: 0xa4,
  max: 0xa5,
  "=": op.eq,
  "<": 0x63,
  "≤": 0x65,
  neg: 0x9a,
  abs: 0x99,
  "√": 0x9f,
};

const comparisons: ReadonlySet<string> = /* @__PURE__ */ new Set(["=", "<", "≤"]);

/** Straight code: functions that compute cells one after the other, and write those that others need to memory. */
export class StraightCode {
  readonly bodies: Body[] = [];
  /** The functions that are called, and how many arguments each takes. */
  readonly functions: ((x: number, y: number) => number)[] = [];
  readonly arities: number[] = [];
  readonly #cells: Cells;
  /** Where cells lie in memory, in numbers. */
  readonly #places: Map<Cell, number>;
  readonly #numbers = new Map<(x: number, y: number) => number, number>();
  #room: number;

  constructor(cells: Cells, places: Map<Cell, number>, room: number) {
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
  add(wanted: readonly Cell[], ready: Set<Cell>): readonly [from: number, to: number] {
    const from = this.bodies.length;
    const order = needed(this.#cells.all, wanted, ready);
    const goal = new Set(wanted);
    const pieces: Cell[][] = [];
    for (let i = 0; i < order.length; i += LENGTH) pieces.push(order.slice(i, i + LENGTH));
    const home = new Map<Cell, number>();
    for (const [k, piece] of pieces.entries()) for (const cell of piece) home.set(cell, k);
    const stored = new Set<Cell>();
    for (const cell of order) {
      if (goal.has(cell)) stored.add(cell);
      for (const operand of this.#cells.all[cell].operands)
        if (home.has(operand) && home.get(operand) !== home.get(cell)) stored.add(operand);
    }
    for (const cell of stored) if (!this.#places.has(cell)) this.#places.set(cell, this.#room++);
    for (const piece of pieces) this.bodies.push(this.#body(piece, stored));
    for (const cell of stored) ready.add(cell);
    return [from, this.bodies.length];
  }

  #body(piece: readonly Cell[], stored: ReadonlySet<Cell>): Body {
    const writer = new Writer(this.#cells.all, piece, this.#places, (f, arity) => this.#function(f, arity));
    for (const cell of piece) writer.statement(cell, stored.has(cell));
    return { code: writer.code, locals: writer.locals };
  }

  #function(f: (x: number, y: number) => number, arity: number): number {
    let number = this.#numbers.get(f);
    if (number === undefined) {
      number = this.functions.push(f) - 1;
      this.arities.push(arity);
      this.#numbers.set(f, number);
    }
    return number;
  }
}

/** Writes the body of one function. */
class Writer {
  readonly code = new Bytes();
  locals = 0;
  readonly #all: readonly Definition[];
  readonly #places: ReadonlyMap<Cell, number>;
  readonly #functionOf: (f: (x: number, y: number) => number, arity: number) => number;
  readonly #own: ReadonlySet<Cell>;
  /** How often the function reads a cell. */
  readonly #uses = new Map<Cell, number>();
  readonly #local = new Map<Cell, number>();

  constructor(
    all: readonly Definition[],
    piece: readonly Cell[],
    places: ReadonlyMap<Cell, number>,
    functionOf: (f: (x: number, y: number) => number, arity: number) => number,
  ) {
    this.#all = all;
    this.#places = places;
    this.#functionOf = functionOf;
    this.#own = new Set(piece);
    for (const cell of piece)
      for (const operand of all[cell].operands) this.#uses.set(operand, (this.#uses.get(operand) ?? 0) + 1);
  }

  /** Computes a cell here and now, if it is read more than once or goes to memory. */
  statement(cell: Cell, stored: boolean): void {
    const uses = this.#uses.get(cell) ?? 0;
    if (!stored && uses === 1) return;
    const { code } = this;
    if (stored) {
      code.byte(op.i32Const);
      code.byte(0);
    }
    this.#compute(cell);
    if (uses > 0 && this.#all[cell].kind !== "constant") {
      code.byte(stored ? op.localTee : op.localSet);
      code.unsigned(this.#localOf(cell));
    }
    if (stored) this.#address(op.store, cell);
  }

  #localOf(cell: Cell): number {
    const local = this.locals++;
    this.#local.set(cell, local);
    return local;
  }

  #address(opcode: number, cell: Cell): void {
    this.code.byte(opcode);
    this.code.byte(3);
    this.code.unsigned(8 * (this.#places.get(cell) as number));
  }

  /** Puts the value of a cell onto the stack. */
  #read(cell: Cell): void {
    const { code } = this;
    const local = this.#local.get(cell);
    if (local !== undefined) {
      code.byte(op.localGet);
      code.unsigned(local);
      return;
    }
    if (this.#own.has(cell) || this.#all[cell].kind === "constant") {
      this.#compute(cell);
      return;
    }
    code.byte(op.i32Const);
    code.byte(0);
    this.#address(op.load, cell);
    if ((this.#uses.get(cell) ?? 0) > 1) {
      code.byte(op.localTee);
      code.unsigned(this.#localOf(cell));
    }
  }

  #compute(cell: Cell): void {
    const { kind, value, sign, f, operands } = this.#all[cell];
    const { code } = this;
    if (kind === "constant") {
      code.byte(op.f64Const);
      code.double(value);
      return;
    }
    const read = kind === "choice" ? [operands[1], operands[2], operands[0]] : operands;
    for (const operand of read) this.#read(operand);
    if (kind === "operator") {
      code.byte(opcodes[sign]);
      if (comparisons.has(sign)) code.byte(op.convert);
    } else if (kind === "function") {
      code.byte(op.call);
      code.unsigned(this.#functionOf(f as (x: number, y: number) => number, operands.length));
    } else {
      code.byte(op.f64Const);
      code.double(0);
      code.byte(op.ne);
      code.byte(op.select);
    }
  }
}
