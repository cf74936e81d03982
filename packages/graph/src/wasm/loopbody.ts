import type { Cell, Cells } from "../cells/cells.ts";
import type { CellSet } from "../cells/sets.ts";
import { type Body, NOTHING, op } from "./encode.ts";
import { type Address, type Task, Writer } from "./writer.ts";

/** Numbers that each step reads, or writes, beside those of the steps before and after it. */
export type Stream = readonly Cell[];

/** A step of a loop, in its numbers. */
export interface StepCells {
  readonly cells: Cells;
  /** What all steps share. */
  readonly outside: readonly Cell[];
  readonly carry: readonly Cell[];
  readonly next: readonly Cell[];
  readonly inputs: readonly Stream[];
  readonly outputs: readonly Stream[];
  /** Whether no step comes after it, so that its condition is asked once. */
  readonly isOnly: boolean;
  /** Whether the step is taken: 0 ends the loop before it. Undefined where there is no such condition. */
  readonly test: Cell | undefined;
  /** Whether the numbers of the step hold: 0 ends the loop too. */
  readonly holds: Cell;
}

/** What the functions of a loop have in common. */
export interface Frame extends Omit<Task, "cells" | "kept"> {
  /** The number of the first local for a number. Those before it are the steps that are left, and the addresses of the streams. */
  readonly first: number;
  /** What lies in memory, since another function than the one that computes it reads it. */
  readonly stored: CellSet;
}

/** How a loop is made up. */
export interface Course {
  /** What is computed before it is known whether a step is taken. */
  readonly testing: readonly Cell[];
  /** What the loop computes itself, in order; nothing, where it calls functions. */
  readonly order: readonly Cell[];
  readonly calls: readonly number[];
  /** Where the streams begin, in numbers. */
  readonly begins: readonly number[];
  /** Whether they are walked from their ends. */
  readonly reverse: boolean;
}

/** What a loop returns, in place of the number of steps that it has not taken, where the numbers of a step do not hold. */
export const BROKEN: number = -1;
/** And where the condition still holds after all steps. */
export const UNFINISHED: number = -2;

/** The function that is the loop: of the number of steps, to the number of those not taken, or one of the codes above. */
export function loopBody(frame: Frame, step: StepCells, course: Course): Body {
  const { carry, inputs, outputs, isOnly, test, holds } = step;
  const { testing, order, calls } = course;
  const streams = [...inputs, ...outputs];
  const { targets, aside } = targetsOf(frame, step, course);
  const kept = [...(test === undefined ? [] : [test]), holds, ...step.next, ...aside.map(([cell]) => cell)];
  const loop = new Loop({ ...frame, cells: [...testing, ...order], kept });
  const { writer } = loop;
  for (const [k, stream] of streams.entries()) loop.begin(1 + k, course.begins[k], course.reverse ? stream.length : 0);
  const inLocals = calls.length === 0;
  if (inLocals) for (const cell of carry) writer.load(cell, frame.addressOf(cell));
  loop.open();
  for (const cell of testing) writer.statement(cell, targets.get(cell));
  if (test !== undefined) loop.testAt(test);
  for (const cell of order) writer.statement(cell, targets.get(cell));
  for (const number of calls) loop.call(number, frame.first);
  if (!frame.all.isConstant(holds)) loop.leaveUnless(holds);
  for (const [cell, address] of aside) writer.store(cell, address);
  // All are read before one is written: the parts of a carry may change places.
  const moves = step.next.flatMap((cell, i) => (cell === carry[i] ? [] : [[cell, carry[i]] as const]));
  writer.move(moves, inLocals ? undefined : frame.addressOf);
  for (const [k, stream] of streams.entries()) loop.advance(1 + k, (course.reverse ? -8 : 8) * stream.length);
  loop.close(test === undefined || isOnly);
  if (inLocals) for (const cell of carry) writer.store(cell, frame.addressOf(cell));
  writer.put(op.localGet, 0);
  return { code: writer.code, locals: writer.locals, params: 1, integers: streams.length, returns: true };
}

/** Where what the loop computes goes; and what else goes into a stream once the step is done. */
function targetsOf(
  { stored, addressOf }: Frame,
  { inputs, outputs }: StepCells,
  { testing, order }: Course,
): { readonly targets: ReadonlyMap<Cell, readonly Address[]>; readonly aside: readonly (readonly [Cell, Address])[] } {
  const targets = new Map<Cell, Address[]>(order.map((cell) => [cell, []]));
  const aside: (readonly [Cell, Address])[] = [];
  for (const [k, stream] of outputs.entries()) {
    for (const [i, cell] of stream.entries()) {
      const address = { base: 1 + inputs.length + k, bytes: 8 * i };
      const own = targets.get(cell);
      if (own === undefined) aside.push([cell, address]);
      else own.push(address);
    }
  }
  for (const cell of testing) targets.set(cell, stored.has(cell) ? [addressOf(cell)] : []);
  return { targets, aside };
}

/** Writes what of a loop is no arithmetic. The steps that are left are in local 0. */
class Loop {
  readonly writer: Writer;

  constructor(task: Task) {
    this.writer = new Writer(task);
  }

  /** The address of a stream: its beginning, or that of its last entry of so many numbers. */
  begin(local: number, place: number, last: number): void {
    const { code, writer } = this;
    this.#integer(8 * place);
    if (last > 0) {
      writer.put(op.localGet, 0);
      this.#integer(1);
      code.byte(op.i32Sub);
      this.#integer(8 * last);
      code.byte(op.i32Mul);
      code.byte(op.i32Add);
    }
    writer.put(op.localSet, local);
  }

  open(): void {
    for (const opcode of [op.block, NOTHING, op.loop, NOTHING]) this.code.byte(opcode);
  }

  /** Ends the loop where the condition is 0, or no step is left. */
  testAt(test: Cell): void {
    const { code, writer } = this;
    this.#isZero(test);
    writer.put(op.branchIf, 1);
    writer.put(op.localGet, 0);
    code.byte(op.i32Eqz);
    this.#leaveWith(UNFINISHED);
  }

  leaveUnless(holds: Cell): void {
    this.#isZero(holds);
    this.#leaveWith(BROKEN);
  }

  /** Calls a function with the locals that are no numbers. */
  call(number: number, locals: number): void {
    for (let local = 0; local < locals; local++) this.writer.put(op.localGet, local);
    this.writer.put(op.call, number);
  }

  advance(local: number, bytes: number): void {
    this.writer.put(op.localGet, local);
    this.#integer(bytes);
    this.code.byte(op.i32Add);
    this.writer.put(op.localSet, local);
  }

  /** The end of a step. @param counted - whether the loop ends when no step is left */
  close(counted: boolean): void {
    const { code, writer } = this;
    this.advance(0, -1);
    if (counted) writer.put(op.localGet, 0);
    writer.put(counted ? op.branchIf : op.branch, 0);
    code.byte(op.end);
    code.byte(op.end);
  }

  get code() {
    return this.writer.code;
  }

  #isZero(cell: Cell): void {
    this.writer.read(cell);
    this.code.byte(op.f64Const);
    this.code.double(0);
    this.code.byte(op.eq);
  }

  /** Leaves the loop where there is a 1 on the stack. */
  #leaveWith(code: number): void {
    this.code.byte(op.if);
    this.code.byte(NOTHING);
    this.#integer(code);
    this.writer.put(op.localSet, 0);
    this.writer.put(op.branch, 2);
    this.code.byte(op.end);
  }

  #integer(value: number): void {
    this.code.byte(op.i32Const);
    this.code.signed(value);
  }
}
