import type { Cell, Definition } from "../cells/cells.ts";
import type { Bytes } from "../wasm/bytes.ts";
import { NOTHING, op } from "../wasm/encode.ts";
import type { Schedule } from "./stages.ts";

/** Instructions of two lanes. */
const opcodes: { readonly [sign: string]: number } = {
  "+": 0xf0,
  "-": 0xf1,
  "*": 0xf2,
  "/": 0xf3,
  min: 0xf4,
  max: 0xf5,
  "=": 0x47,
  "<": 0x49,
  "≤": 0x4b,
  neg: 0xed,
  abs: 0xec,
  "√": 0xef,
};
const load = 0x00;
const loadSplat = 0x0a;
const store = 0x0b;
const constant = 0x0c;
const notEqual = 0x48;
const and = 0x4e;
const bitselect = 0x52;

const comparisons: ReadonlySet<string> = /* @__PURE__ */ new Set(["=", "<", "≤"]);

/** The locals of a body: how many numbers it is called for, the end of a pass, and its position; then vectors. */
export const N = 0;
export const END = 1;
const AT = 2;
const FIRST = 3;

/** The 1 that a comparison gives: a cell of every loop. */
const one: Cell = 0;

/** Where things lie, in bytes. */
export interface Addresses {
  /** One number for all elements. */
  single(cell: Cell): number;
  block(place: number): number;
}

/** What is computed in one pass over a block. */
export interface Work {
  /** In this order. */
  readonly cells: readonly Cell[];
  /** Single numbers that go to blocks. */
  readonly singles: readonly Cell[];
  /** Kernels, which get a copy of their first operand. */
  readonly kernels: readonly Cell[];
}

/** Writes a pass over a block, two elements at a time. */
export class Pass {
  /** How many vectors it keeps. */
  vectors = 0;
  readonly #code: Bytes;
  readonly #all: readonly Definition[];
  readonly #schedule: Schedule;
  readonly #addresses: Addresses;
  readonly #own: ReadonlySet<Cell>;
  readonly #uses = new Map<Cell, number>();
  readonly #local = new Map<Cell, number>();

  constructor(
    code: Bytes,
    all: readonly Definition[],
    schedule: Schedule,
    addresses: Addresses,
    { cells, singles, kernels }: Work,
  ) {
    this.#code = code;
    this.#all = all;
    this.#schedule = schedule;
    this.#addresses = addresses;
    this.#own = new Set(cells);
    const count = (cell: Cell): void => void this.#uses.set(cell, (this.#uses.get(cell) ?? 0) + 1);
    for (const cell of cells) for (const operand of all[cell].operands) count(operand);
    for (const cell of kernels) count(all[cell].operands[0]);
    this.#repeated(() => {
      for (const cell of singles) this.#store(cell, () => this.#single(cell));
      for (const cell of cells) this.#statement(cell);
      for (const cell of kernels) this.#store(cell, () => this.#read(all[cell].operands[0]));
    });
  }

  #repeated(body: () => void): void {
    const code = this.#code;
    this.#integer(0);
    code.byte(op.localSet);
    code.unsigned(AT);
    code.byte(op.loop);
    code.byte(NOTHING);
    body();
    this.#get(AT);
    this.#integer(16);
    code.byte(op.i32Add);
    code.byte(op.localTee);
    code.unsigned(AT);
    this.#get(END);
    code.byte(op.i32Less);
    code.byte(op.branchIf);
    code.unsigned(0);
    code.byte(op.end);
  }

  /** Computes a cell here and now, if it is read more than once or goes to memory. */
  #statement(cell: Cell): void {
    const uses = this.#uses.get(cell) ?? 0;
    if (this.#schedule.places.has(cell)) {
      this.#store(cell, () => {
        this.#compute(cell);
        if (uses > 0) this.#keep(cell, op.localTee);
      });
    } else if (uses > 1) {
      this.#compute(cell);
      this.#keep(cell, op.localSet);
    }
  }

  #keep(cell: Cell, opcode: number): void {
    const local = FIRST + this.vectors++;
    this.#local.set(cell, local);
    this.#code.byte(opcode);
    this.#code.unsigned(local);
  }

  #store(cell: Cell, value: () => void): void {
    this.#get(AT);
    value();
    this.#memory(store, 4, this.#block(cell));
  }

  /** Puts two elements onto the stack. */
  #read(cell: Cell): void {
    const local = this.#local.get(cell);
    if (local !== undefined) {
      this.#get(local);
    } else if (this.#own.has(cell)) {
      this.#compute(cell);
    } else if (this.#all[cell].operands.length === 0 && !this.#schedule.whole.has(cell)) {
      this.#single(cell);
    } else {
      this.#get(AT);
      this.#memory(load, 4, this.#block(cell));
      if ((this.#uses.get(cell) ?? 0) > 1) this.#keep(cell, op.localTee);
    }
  }

  #single(cell: Cell): void {
    this.#integer(0);
    this.#memory(loadSplat, 3, this.#addresses.single(cell));
  }

  #compute(cell: Cell): void {
    const { kind, sign, operands } = this.#all[cell];
    if (kind === "choice") {
      for (const operand of [operands[1], operands[2], operands[0]]) this.#read(operand);
      this.#vector(constant);
      for (let k = 0; k < 16; k++) this.#code.byte(0);
      this.#vector(notEqual);
      this.#vector(bitselect);
      return;
    }
    for (const operand of operands) this.#read(operand);
    this.#vector(opcodes[sign]);
    if (!comparisons.has(sign)) return;
    this.#single(one);
    this.#vector(and);
  }

  #block(cell: Cell): number {
    return this.#addresses.block(this.#schedule.places.get(cell) as number);
  }

  #get(local: number): void {
    this.#code.byte(op.localGet);
    this.#code.unsigned(local);
  }

  #integer(value: number): void {
    this.#code.byte(op.i32Const);
    this.#code.signed(value);
  }

  #vector(opcode: number): void {
    this.#code.byte(op.vector);
    this.#code.unsigned(opcode);
  }

  #memory(opcode: number, alignment: number, address: number): void {
    this.#vector(opcode);
    this.#code.unsigned(alignment);
    this.#code.unsigned(address);
  }
}
