import type { Cell, Definition } from "../cells/cells.ts";
import { Bytes } from "../wasm/bytes.ts";
import { NOTHING, op } from "../wasm/encode.ts";
import { type Addresses, END, N, Pass } from "./pass.ts";
import type { Schedule, Stage } from "./stages.ts";

/** The numbers of the functions that bodies call. */
export interface Functions {
  kernel(name: string): number;
  /** Of two kernels of the same operand, the one that does both; undefined where there is none. */
  pair(first: string, second: string): number | undefined;
  /** (k, x, y, out, n): applies function k of numbers to blocks. */
  readonly apply: number;
  /** Likewise where out is NaN. */
  readonly mend: number;
  /** The k of a function of numbers. */
  scalar(f: (x: number, y: number) => number): number;
}

/** Writes the body of a loop over one block: passes of two lanes, and calls of kernels between them. */
export class Vectors {
  readonly code: Bytes = new Bytes();
  /** How many vectors it keeps. */
  vectors = 0;
  readonly #all: readonly Definition[];
  readonly #schedule: Schedule;
  readonly #addresses: Addresses;
  readonly #functions: Functions;

  constructor(all: readonly Definition[], schedule: Schedule, addresses: Addresses, functions: Functions) {
    this.#all = all;
    this.#schedule = schedule;
    this.#addresses = addresses;
    this.#functions = functions;
    this.#begin();
    const { places, stages, whole } = schedule;
    const singles = Array.from(places.keys()).filter((cell) => all[cell].operands.length === 0 && !whole.has(cell));
    for (const [s, stage] of stages.entries()) this.#stage(stage, s === 0 ? singles : []);
  }

  /** Passes take whole vectors: (n + 1) & −2 numbers. */
  #begin(): void {
    const { code } = this;
    code.byte(op.localGet);
    code.unsigned(N);
    this.#integer(1);
    code.byte(op.i32Add);
    this.#integer(-2);
    code.byte(op.i32And);
    this.#integer(3);
    code.byte(op.i32ShiftLeft);
    code.byte(op.localSet);
    code.unsigned(END);
  }

  #stage({ cells, calls }: Stage, singles: readonly Cell[]): void {
    const all = this.#all;
    const seconds = new Set(calls.filter((cell) => calls.some((other) => this.#pairOf(other, cell) !== undefined)));
    const kernels = calls.filter((cell) => all[cell].kind === "kernel" && !seconds.has(cell));
    if (singles.length + kernels.length > 0 || cells.some((cell) => this.#schedule.places.has(cell))) {
      const pass = new Pass(this.code, all, this.#schedule, this.#addresses, { cells, singles, kernels });
      this.vectors = Math.max(this.vectors, pass.vectors);
    }
    for (const cell of calls) {
      if (seconds.has(cell)) continue;
      const second = calls.find((other) => this.#pairOf(cell, other) !== undefined);
      if (all[cell].kind === "function") this.#onBlocks(this.#functions.apply, cell);
      else this.#call(cell, second);
    }
  }

  /** The kernel that computes two cells at once. */
  #pairOf(first: Cell, second: Cell): number | undefined {
    const [a, b] = [this.#all[first], this.#all[second]];
    if (a.kind !== "kernel" || b.kind !== "kernel" || a.operands[0] !== b.operands[0]) return undefined;
    return this.#functions.pair(a.sign, b.sign);
  }

  /** A kernel works in place, on a copy of its first operand; `second` is computed with it. */
  #call(cell: Cell, second: Cell | undefined): void {
    const { code } = this;
    const { sign, operands } = this.#all[cell];
    const both = second === undefined ? [cell] : [cell, second];
    for (const block of [...both, ...operands.slice(1)]) this.#block(block);
    code.byte(op.localGet);
    code.unsigned(N);
    code.byte(op.call);
    code.unsigned(second === undefined ? this.#functions.kernel(sign) : (this.#pairOf(cell, second) as number));
    code.byte(op.if);
    code.byte(NOTHING);
    for (const made of both) this.#onBlocks(this.#functions.mend, made);
    code.byte(op.end);
  }

  /** Calls a function that applies one of numbers to the operands of a cell. */
  #onBlocks(number: number, cell: Cell): void {
    const { f, operands } = this.#all[cell];
    this.#integer(this.#functions.scalar(f as (x: number, y: number) => number));
    for (const block of [operands[0], operands[operands.length - 1], cell]) this.#block(block);
    this.code.byte(op.localGet);
    this.code.unsigned(N);
    this.code.byte(op.call);
    this.code.unsigned(number);
  }

  #block(cell: Cell): void {
    this.#integer(this.#addresses.block(this.#schedule.places.get(cell) as number));
  }

  #integer(value: number): void {
    this.code.byte(op.i32Const);
    this.code.signed(value);
  }
}
