import type { Cell } from "../cells/cells.ts";
import type { Body } from "./encode.ts";
import { type Frame, loopBody, type StepCells, type Stream } from "./loopbody.ts";
import { needed } from "./needed.ts";
import { Reads } from "./reads.ts";
import { type Imports, inPieces, LENGTH, StraightCode, shared } from "./straight.ts";
import { type Address, Writer } from "./writer.ts";

/**
 * A loop as one function of the number of steps, over streams that lie in memory.
 *
 * What all steps share is computed before, by functions of its own. A step of few numbers stands in the loop itself, with the carry in
 * locals; a longer one is functions that the loop calls, with the carry in memory.
 */
export class LoopedCode {
  readonly bodies: readonly Body[];
  readonly imports: Imports;
  /** The number of the loop among the functions. Those before it are called once, those behind it by the loop. */
  readonly loop: number;
  /** Where the numbers of the carry begin in memory, behind what all steps share; and where each stream does. */
  readonly carry: number;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly room: number;

  /** @param steps - for so many steps there is room in the streams */
  constructor(step: StepCells, reverse: boolean, steps: number) {
    const { cells, outside, carry, inputs, outputs } = step;
    const { all } = cells;
    const places = new Map<Cell, number>([...outside, ...carry].map((cell, place) => [cell, place]));
    this.carry = outside.length;
    // The addresses of the streams are the locals from number 1 on.
    const entries = new Map<Cell, Address>();
    for (const [k, stream] of inputs.entries())
      for (const [i, cell] of stream.entries()) entries.set(cell, { base: 1 + k, bytes: 8 * i });
    const wanted = wantedOf(step);
    const before = new StraightCode(cells, places, places.size);
    before.add(fixedOf(step, wanted), new Set(outside));
    this.imports = before.imports;
    this.loop = before.bodies.length;
    const ready = new Set<Cell>([...places.keys(), ...entries.keys()]);
    const testing = step.test === undefined ? [] : needed(all, [step.test], ready);
    const order = needed(all, wanted, new Set([...ready, ...testing]));
    for (const cell of [...testing, ...order]) {
      const { f } = all.sourceOf(cell);
      if (f !== undefined) this.imports.numberOf(f, all.operandsOf(cell).length);
    }
    const pieces = testing.length + order.length <= LENGTH ? [] : inPieces(order);
    const stored = shared(all, pieces.length === 0 ? [] : [testing, ...pieces]);
    if (pieces.length > 0) {
      const late = new Set(order);
      for (const cell of wanted) if (late.has(cell)) stored.add(cell);
    }
    let room = before.room;
    for (const cell of [...testing, ...order]) if (stored.has(cell)) places.set(cell, room++);
    const begin = (stream: Stream): number => {
      const place = room;
      room += steps * stream.length;
      return place;
    };
    this.inputs = inputs.map(begin);
    this.outputs = outputs.map(begin);
    this.room = room;
    const first = 1 + inputs.length + outputs.length;
    const shell: Frame = {
      all,
      addressOf: (cell) => entries.get(cell) ?? { bytes: 8 * (places.get(cell) as number) },
      functionOf: (f, arity) => this.imports.numberOf(f, arity),
      first,
      reads: new Reads(),
      stored,
    };
    const called = pieces.map((piece) => bodyOf(piece, shell));
    const main = loopBody(shell, step, {
      testing,
      order: pieces.length === 0 ? order : [],
      calls: called.map((_, i) => this.imports.arities.length + this.loop + 1 + i),
      begins: [...this.inputs, ...this.outputs],
      reverse,
    });
    this.bodies = [...before.bodies, main, ...called];
  }
}

/** A part of a long step. It gets the locals of the loop that are no numbers, so that what is in streams has the same addresses. */
function bodyOf(cells: readonly Cell[], shell: Frame): Body {
  const writer = new Writer({ ...shell, cells });
  for (const cell of cells) writer.statement(cell, shell.stored.has(cell) ? [shell.addressOf(cell)] : []);
  return { code: writer.code, locals: writer.locals, params: shell.first };
}

function wantedOf({ next, outputs, test, holds }: StepCells): readonly Cell[] {
  return [...next, ...outputs.flat(), holds, ...(test === undefined ? [] : [test])];
}

/** What is the same in all steps, and used by something that is not. */
function fixedOf({ cells: { all }, outside, carry, inputs }: StepCells, wanted: readonly Cell[]): readonly Cell[] {
  const moving = new Set<Cell>([...carry, ...inputs.flat()]);
  const fixed = new Set<Cell>();
  const use = (cell: Cell): void => {
    if (!moving.has(cell) && !all.isConstant(cell)) fixed.add(cell);
  };
  for (const cell of needed(all, wanted, new Set([...outside, ...moving]))) {
    const operands = all.operandsOf(cell);
    if (!operands.some((operand) => moving.has(operand))) continue;
    moving.add(cell);
    for (const operand of operands) use(operand);
  }
  for (const cell of wanted) use(cell);
  return Array.from(fixed);
}
