import { sizeOf } from "@wengert/array/author";
import type { Slot } from "../capture/program.ts";
import type { Cell } from "../cells/cells.ts";
import type { Body } from "../wasm/encode.ts";
import type { Element, Output } from "./element.ts";
import type { Sum } from "./forms.ts";
import type { Group } from "./groups.ts";
import type { LoopModule } from "./module.ts";
import { type Pattern, patternOf } from "./operands.ts";
import type { Addresses } from "./pass.ts";
import { scheduled } from "./stages.ts";
import { Vectors } from "./vectors.ts";

/** So many numbers a block has (measured): the blocks of a loop stay in the first-level cache, and calls cost little. */
const BLOCK = 512;

/**
 * So many bytes lie between two blocks. A processor takes a load for one of what was just stored where their addresses agree in their last twelve
 * bits, and waits; 4096 bytes, or a few more, from block to block cost a third of the time (measured).
 */
const BETWEEN = 592;

/** A value that is read element by element, and where its block begins, as a number of numbers. */
export interface Reader {
  /** Its position among the values that the loop is given. */
  readonly input: number;
  readonly place: number;
  /** Undefined where its elements stand in order. */
  readonly pattern: Pattern | undefined;
}

/** Elements that are given out: written to an array of their own. */
export interface Writer {
  readonly place: number;
  /** Set where they are those of a value that the loop is given, which then is the array. */
  readonly input: number | undefined;
}

/** Elements that are added up, and where their sums are put. */
export interface Adder {
  readonly place: number;
  readonly sums: number;
}

/** What an output is made of: an array or sums, for its elements and its marks. */
export interface Made {
  readonly slot: Slot;
  readonly summed: boolean;
  readonly elements: number;
  readonly marks: number | undefined;
}

/** The code of a loop, and all that is where in memory. */
export interface LoopCode {
  readonly body: Body;
  readonly inputs: readonly Slot[];
  readonly block: number;
  /** How much memory it needs, in bytes. */
  readonly bytes: number;
  /** Numbers that all elements share: constants, and inputs with their place. */
  readonly constants: readonly (readonly [place: number, value: number])[];
  readonly singles: readonly (readonly [place: number, input: number])[];
  readonly readers: readonly Reader[];
  readonly writers: readonly Writer[];
  readonly adders: readonly Adder[];
  readonly made: readonly Made[];
}

/** So long a block may be that its numbers are added up: half as many calls, and the first-level cache still holds them. */
const ADDED = 2 * BLOCK;

function blockOf(size: number, sum: Sum | undefined): number {
  // Rows are added up four at a time.
  if (sum !== undefined && sum.after > 1) return Math.max(BLOCK, 4 * sum.after);
  return Math.min(sum === undefined ? BLOCK : ADDED, size);
}

/** Code for the loop over an element; undefined where a kernel is missing. */
export function codeOf(
  { size, sum }: Group,
  { cells, operands, outputs }: Element,
  module: LoopModule,
): LoopCode | undefined {
  const all = cells.all.list();
  if (all.some((cell) => cell.kind === "kernel" && !module.has(cell))) return undefined;
  const spread = operands.filter(({ own }) => sizeOf(own) > 1);
  const wanted = outputs.flatMap(({ cell, mark }) => (mark === undefined ? [cell] : [cell, mark]));
  const schedule = scheduled(
    cells.all,
    all,
    spread.map(({ cell }) => cell),
    wanted,
  );
  const block = blockOf(size, sum);
  const start = module.blocks.start;
  const blocksStart = start + 16 * Math.ceil(all.length / 2);
  const stride = 8 * (block + (block % 2)) + BETWEEN;
  const addresses: Addresses = {
    single: (cell) => start + 8 * cell,
    block: (place) => blocksStart + stride * place,
  };
  const { code, vectors } = new Vectors(all, schedule, addresses, module);
  const placeOf = (cell: Cell): number => addresses.block(schedule.places.get(cell) as number) / 8;
  const writers: Writer[] = [];
  const adders: Adder[] = [];
  const inputOf = new Map(operands.map(({ cell, own }, i) => [cell, sizeOf(own) === size ? i : undefined]));
  const position = <T>(list: T[], found: (item: T) => boolean, make: () => T): number => {
    const known = list.findIndex(found);
    return known >= 0 ? known : list.push(make()) - 1;
  };
  const put = (cell: Cell, summed: boolean): number => {
    const place = placeOf(cell);
    if (!summed)
      return position(
        writers,
        (w) => w.place === place,
        () => ({ place, input: inputOf.get(cell) }),
      );
    const sums = addresses.block(schedule.blocks + adders.length) / 8;
    return position(
      adders,
      (a) => a.place === place,
      () => ({ place, sums }),
    );
  };
  const made = outputs.map(
    ({ slot, cell, mark, summed }: Output): Made => ({
      slot,
      summed,
      elements: put(cell, summed),
      marks: mark === undefined ? undefined : put(mark, summed),
    }),
  );
  return {
    body: { code, params: 1, integers: 2, vectors },
    inputs: operands.map(({ slot }) => slot),
    block,
    bytes: addresses.block(schedule.blocks + adders.length),
    constants: Array.from(all.entries()).flatMap(([cell, { kind, value }]) =>
      kind === "constant" ? [[addresses.single(cell) / 8, value] as const] : [],
    ),
    singles: operands.flatMap(({ own, cell }, input) =>
      sizeOf(own) === 1 ? [[addresses.single(cell) / 8, input] as const] : [],
    ),
    readers: operands.flatMap(({ own, shape, cell }, input) => {
      if (sizeOf(own) === 1) return [];
      return [{ input, place: placeOf(cell), pattern: sizeOf(own) === size ? undefined : patternOf(own, shape) }];
    }),
    writers,
    adders,
    made,
  };
}
