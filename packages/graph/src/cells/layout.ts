import type { Tensor } from "@wengert/array";
import { sizeOf } from "@wengert/array/author";
import type { Elements } from "@wengert/trace";
import type { Program, Slot, Step } from "../capture/program.ts";
import { type Cell, Cells } from "./cells.ts";
import { constantElements, mayBeSpelled, spelled } from "./spell.ts";

/** Larger arrays are not spelled out in their numbers. */
export const LARGEST = 64;

/** Neither are programs of more numbers. */
const MOST = 200_000;

/** Fewer operations in a row are called one by one: to carry numbers to and fro costs more than is gained. */
const FEWEST = 4;

/** The length of values that are rather computed twice. */
const SHORT = 4;

const NONE: readonly Cell[] = [];
const NOTHING: ReadonlyMap<Slot, string> = /* @__PURE__ */ new Map();

/** Steps in a row: such as are spelled out, or one that is called. */
export interface Group {
  readonly steps: readonly Step[];
  readonly spelled: boolean;
  /** Whether the numbers up to here hold that are spelled out: 0 where an operation must be run itself. */
  readonly holds: Cell;
}

/** A program with its small values spelled out in their numbers. */
export interface Layout {
  readonly cells: Cells;
  readonly elements: ReadonlyMap<Slot, Elements>;
  /** Values that are written to memory: arguments, and what calls return. */
  readonly inputs: ReadonlySet<Slot>;
  readonly groups: readonly Group[];
}

/**
 * Spells a program out, as far as that goes.
 *
 * @param fewest - runs of fewer operations are called one by one
 * @param known - of values that are given, a sign for each element: 1 where it may depend on what is differentiated, 0 where it does not,
 *   ? where that is not known, so that it is given too. All may where it is not said
 */
export function layoutOf(
  program: Program,
  fewest: number = FEWEST,
  known: ReadonlyMap<Slot, string> = NOTHING,
): Layout {
  const { leaves, tags, constants, steps, shapes } = program;
  const cells = new Cells();
  const elements = new Map<Slot, Elements>();
  const given = new Set<Slot>();
  // Of no elements there is nothing to spell out, and whether they depend could not be said.
  const small = (slot: Slot): boolean => sizeOf(shapes[slot]) > 0 && sizeOf(shapes[slot]) <= LARGEST;
  const asInput = (slot: Slot): void => {
    if (elements.has(slot) || !small(slot)) return;
    elements.set(slot, givenElements(shapes[slot], known.get(slot), cells));
    given.add(slot);
  };
  for (const slot of leaves) asInput(slot);
  for (const { slot } of tags) if (slot !== undefined) asInput(slot);
  const { wanted, read } = wantedOf(program, fewest, small);
  for (const [slot, x] of constants) if (small(slot) && read.has(slot)) elements.set(slot, constantElements(x, cells));
  const { required } = cells;
  const found = steps.map((step, i): readonly Cell[] | undefined => {
    const own = step.inputs.map((slot) => elements.get(slot));
    const { outputs } = step;
    const possible = wanted[i] && !own.includes(undefined) && cells.all.length < MOST;
    const known = step.inputs.map((slot): Tensor | undefined => constants.get(slot));
    const before = required.length;
    const shapesOf = outputs.map((slot) => shapes[slot]);
    const values = possible ? spelled(step, own as Elements[], known, shapesOf, cells) : undefined;
    const conditions = required.length > before ? required.splice(before) : NONE;
    if (values === undefined) {
      for (const slot of outputs) if (read.has(slot)) asInput(slot);
      return undefined;
    }
    for (const [k, slot] of outputs.entries()) elements.set(slot, values[k]);
    return conditions;
  });
  return { cells, elements, inputs: given, groups: grouped(steps, found, fewest, cells) };
}

/**
 * Of each step, whether to spell it out, and what those that are read. A step is where enough of them in a row may be. Before such a row it is
 * where its value is short, so that computing it again costs less than to take it out of memory. Of all others the numbers would be for
 * nobody.
 */
function wantedOf(
  { steps, shapes }: Program,
  fewest: number,
  small: (slot: Slot) => boolean,
): { readonly wanted: readonly boolean[]; readonly read: ReadonlySet<Slot> } {
  const shapeOf = (slot: Slot): readonly number[] => shapes[slot];
  const possible = steps.map(
    (step) => step.outputs.every(small) && step.inputs.every(small) && mayBeSpelled(step, step.outputs.map(shapeOf)),
  );
  const wanted = steps.map(() => false);
  for (let i = 0, begin = 0; i <= steps.length; i++) {
    if (possible[i]) continue;
    if (i - begin >= fewest) wanted.fill(true, begin, i);
    begin = i + 1;
  }
  const read = new Set<Slot>();
  const again = (slot: Slot): boolean => read.has(slot) && sizeOf(shapes[slot]) <= SHORT;
  for (let i = steps.length - 1; i >= 0; i--) {
    const { inputs, outputs } = steps[i];
    wanted[i] ||= possible[i] && outputs.some(again);
    if (wanted[i]) for (const slot of inputs) read.add(slot);
  }
  return { wanted, read };
}

/** The elements of a value that is written to memory, and their presence where it is not known before. */
function givenElements(shape: readonly number[], signs: string | undefined, cells: Cells): Elements {
  const own = Array.from({ length: sizeOf(shape) }, (): Cell => cells.input());
  if (signs === undefined || !/[0?]/.test(signs)) return { shape, cells: own, presence: undefined };
  return {
    shape,
    cells: own.map((cell, k) => (signs[k] === "0" ? cells.constant(0) : cell)),
    presence: Array.from(signs, (sign) => (sign === "?" ? cells.input() : cells.constant(Number(sign)))),
  };
}

/** @param found - what must not be 0 for the numbers of a step to hold; undefined for one that is not spelled out */
function grouped(
  steps: readonly Step[],
  found: readonly (readonly Cell[] | undefined)[],
  fewest: number,
  cells: Cells,
): readonly Group[] {
  const groups: Group[] = [];
  // Numbers that are spelled out are computed from others again where the operation in between is called, so all conditions count.
  let holds = cells.constant(1);
  for (let i = 0; i < steps.length; ) {
    let end = i + 1;
    while (found[i] && end < steps.length && found[end]) end++;
    for (const conditions of found.slice(i, end)) holds = cells.allOf(conditions ?? [], holds);
    if (found[i] && end - i >= fewest) groups.push({ steps: steps.slice(i, end), spelled: true, holds });
    else for (const step of steps.slice(i, end)) groups.push({ steps: [step], spelled: false, holds });
    i = end;
  }
  return groups;
}

/** Whether there are enough operations in a row that are spelled out. */
export function isWorthwhile({ groups }: Layout): boolean {
  return groups.some((group) => group.spelled);
}

/** A program with nothing spelled out. */
export function callsOf({ steps }: Program): Layout {
  const cells = new Cells();
  const holds = cells.constant(1);
  const groups = steps.map((step): Group => ({ steps: [step], spelled: false, holds }));
  return { cells, elements: new Map(), inputs: new Set(), groups };
}
