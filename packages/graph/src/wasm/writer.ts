import type { Cell } from "../cells/cells.ts";
import type { Definitions } from "../cells/definitions.ts";
import { Bytes } from "./bytes.ts";
import { op } from "./encode.ts";
import { Reads } from "./reads.ts";

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

/** Where a number lies in memory: so many bytes behind an address in a local, or behind the beginning. */
export interface Address {
  readonly base?: number;
  readonly bytes: number;
}

/** What one function computes, and from what. */
export interface Task {
  readonly all: Definitions;
  /** The cells that it computes, in order. */
  readonly cells: readonly Cell[];
  /** Where others lie. */
  readonly addressOf: (cell: Cell) => Address;
  /** Which function of the module a function of numbers is. */
  readonly functionOf: (f: (x: number, y: number) => number, arity: number) => number;
  /** Cells that are read once more when all is computed, each as often as it stands here. */
  readonly kept?: readonly Cell[];
  /** The number of the first local that is free. */
  readonly first?: number;
  /** Room that a Writer before this one has left. */
  readonly reads?: Reads;
}

/** Writes the body of one function that computes cells. */
export class Writer {
  readonly code: Bytes = new Bytes();
  locals = 0;
  readonly #task: Task;
  readonly #first: number;
  readonly #kept: ReadonlySet<Cell>;
  readonly #reads: Reads;

  constructor(task: Task) {
    const { all, cells, kept = [], first = 0, reads = new Reads() } = task;
    this.#task = task;
    this.#first = first;
    this.#reads = reads;
    this.#kept = new Set(kept);
    reads.begin(cells, all);
    for (const cell of kept) reads.note(cell);
  }

  /** A local that stands for a cell from now on. */
  hold(cell: Cell): number {
    const local = this.#first + this.locals++;
    this.#reads.hold(cell, local);
    return local;
  }

  /** Computes a cell here and now, if it is read more than once, or goes to memory. */
  statement(cell: Cell, targets: readonly Address[] = []): void {
    const uses = this.#reads.uses(cell);
    if (targets.length === 0) {
      if (uses === 1 && !this.#kept.has(cell)) return;
      this.#compute(cell);
      if (uses > 0) this.put(op.localSet, this.hold(cell));
      return;
    }
    const [target, ...more] = targets;
    this.#base(target);
    this.#compute(cell);
    if (uses > 0 || more.length > 0) this.put(op.localTee, this.hold(cell));
    this.#access(op.store, target);
    for (const other of more) this.store(cell, other);
  }

  /** Writes a cell that has been computed, or is at hand. */
  store(cell: Cell, target: Address): void {
    this.#base(target);
    this.read(cell);
    this.#access(op.store, target);
  }

  /** Takes a number from memory into the local of a cell. */
  load(cell: Cell, from: Address): void {
    this.#base(from);
    this.#access(op.load, from);
    const local = this.#reads.localOf(cell);
    this.put(op.localSet, local < 0 ? this.hold(cell) : local);
  }

  /** Puts the value of a cell onto the stack. */
  read(cell: Cell): void {
    const { all, addressOf } = this.#task;
    const local = this.#reads.localOf(cell);
    if (local >= 0) {
      this.put(op.localGet, local);
      return;
    }
    if (this.#reads.isOwn(cell) || all.isConstant(cell)) {
      this.#compute(cell);
      return;
    }
    const address = addressOf(cell);
    this.#base(address);
    this.#access(op.load, address);
    if (this.#reads.uses(cell) > 1) this.put(op.localTee, this.hold(cell));
  }

  /** Cells become others, all at once: in locals, or in memory at their addresses. */
  move(moves: readonly (readonly [from: Cell, to: Cell])[], addressOf: ((cell: Cell) => Address) | undefined): void {
    for (const [from, to] of moves) {
      if (addressOf !== undefined) this.#base(addressOf(to));
      this.read(from);
    }
    for (const [, to] of moves.toReversed()) {
      if (addressOf !== undefined) this.#access(op.store, addressOf(to));
      else this.put(op.localSet, this.#reads.localOf(to));
    }
  }

  /** An instruction and its number: of a local, a function, or how far it goes. */
  put(opcode: number, number: number): void {
    this.code.byte(opcode);
    this.code.unsigned(number);
  }

  #base({ base }: Address): void {
    if (base === undefined) {
      this.code.byte(op.i32Const);
      this.code.byte(0);
    } else this.put(op.localGet, base);
  }

  #access(opcode: number, { bytes }: Address): void {
    this.code.byte(opcode);
    this.code.byte(3);
    this.code.unsigned(bytes);
  }

  #compute(cell: Cell): void {
    const { all, functionOf } = this.#task;
    const { code } = this;
    if (all.isConstant(cell)) {
      code.byte(op.f64Const);
      code.double(all.valueOf(cell));
      return;
    }
    const { kind, sign, f } = all.sourceOf(cell);
    const a = all.operand(cell, 0);
    const b = all.operand(cell, 1);
    if (kind === "choice") {
      this.read(b);
      this.read(all.operand(cell, 2));
      this.read(a);
      code.byte(op.f64Const);
      code.double(0);
      code.byte(op.ne);
      code.byte(op.select);
      return;
    }
    this.read(a);
    if (b >= 0) this.read(b);
    if (kind === "operator") {
      code.byte(opcodes[sign]);
      if (comparisons.has(sign)) code.byte(op.convert);
    } else this.put(op.call, functionOf(f as (x: number, y: number) => number, b >= 0 ? 2 : 1));
  }
}
