import type { Cell, Definition } from "../cells/cells.ts";
import type { Definitions } from "../cells/definitions.ts";
import { needed } from "../wasm/needed.ts";

/** A part of a loop's body: one pass over a block, and then functions of whole blocks. */
export interface Stage {
  /** What is computed, in order. */
  readonly cells: readonly Cell[];
  /** Kernels and functions of one number after the other. */
  readonly calls: readonly Cell[];
}

/** What is computed when, and in which block it lies. */
export interface Schedule {
  readonly stages: readonly Stage[];
  /** The blocks of what is read from outside, goes outside, or is read by a later part. */
  readonly places: ReadonlyMap<Cell, number>;
  /** Those that are read from outside, element by element. */
  readonly whole: ReadonlySet<Cell>;
  /** How many blocks there are. */
  readonly blocks: number;
}

/** Whether a cell is computed by whole blocks. */
export function isCall({ kind }: Definition): boolean {
  return kind === "kernel" || kind === "function";
}

/**
 * @param all - the definitions as a list
 * @param whole - cells from outside, element by element: they have blocks
 * @param wanted - cells that must lie in blocks at the end
 */
export function scheduled(
  definitions: Definitions,
  all: readonly Definition[],
  whole: readonly Cell[],
  wanted: readonly Cell[],
): Schedule {
  const order = needed(definitions, wanted, new Set());
  const stageOf = new Map<Cell, number>();
  const at = (cell: Cell): number => stageOf.get(cell) ?? 0;
  for (const cell of order) {
    const before = Math.max(0, ...all[cell].operands.map(at));
    stageOf.set(cell, isCall(all[cell]) ? before + 1 : before);
  }
  const stages = Array.from({ length: 1 + Math.max(0, ...stageOf.values()) }, () => ({
    cells: [] as Cell[],
    calls: [] as Cell[],
  }));
  for (const cell of order) {
    if (isCall(all[cell])) stages[at(cell) - 1].calls.push(cell);
    else if (all[cell].operands.length > 0) stages[at(cell)].cells.push(cell);
  }
  // Until when a cell is read from its block.
  const until = new Map<Cell, number>();
  const read = (cell: Cell, stage: number): void => void until.set(cell, Math.max(stage, until.get(cell) ?? 0));
  for (const cell of order) {
    for (const operand of all[cell].operands) {
      if (isCall(all[cell])) read(operand, at(cell) - 1);
      else if (at(operand) < at(cell) || isCall(all[operand])) read(operand, at(cell));
    }
  }
  for (const cell of wanted) until.set(cell, Number.POSITIVE_INFINITY);
  const outside = new Set(whole);
  const single = (cell: Cell): boolean => all[cell].operands.length === 0 && !outside.has(cell);
  // One number, or one that is read from outside, needs a block only where whole blocks are read.
  const asBlock = new Set(order.flatMap((cell) => (isCall(all[cell]) ? all[cell].operands : [])).concat(wanted));
  return { stages, whole: outside, ...allotted(until, at, whole, (cell) => !single(cell) || asBlock.has(cell)) };
}

function allotted(
  until: ReadonlyMap<Cell, number>,
  at: (cell: Cell) => number,
  whole: readonly Cell[],
  needsBlock: (cell: Cell) => boolean,
): Omit<Schedule, "stages" | "whole"> {
  const places = new Map(whole.map((cell, i) => [cell, i]));
  let blocks = whole.length;
  const busy: { readonly place: number; readonly until: number }[] = [];
  const kept = Array.from(until).filter(([cell]) => !places.has(cell) && needsBlock(cell));
  for (const [cell, end] of kept.sort(([a], [b]) => at(a) - at(b) || a - b)) {
    // What a call reads is read while it writes.
    const free = busy.findIndex((block) => block.until < at(cell) - 1);
    const place = free < 0 ? blocks++ : busy[free].place;
    if (free >= 0) busy.splice(free, 1);
    places.set(cell, place);
    busy.push({ place, until: end });
  }
  return { places, blocks };
}
