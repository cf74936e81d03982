import type { Tensor } from "@wengert/array";
import { sizeOf } from "@wengert/array/author";
import type { Elements } from "@wengert/trace";
import type { Program, Slot, Step } from "../capture/program.ts";
import { type Cell, Cells } from "./cells.ts";
import { constantElements, spelled } from "./spell.ts";

/** Larger arrays are not spelled out in their numbers. */
export const LARGEST = 64;

/** Neither are programs of more numbers. */
const MOST = 200_000;

/** Fewer operations in a row are called one by one: to carry numbers to and fro costs more than is gained. */
const FEWEST = 4;

const NONE: readonly Cell[] = [];

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
 * @param known - of each leaf, whether all of its elements may depend on what is differentiated, or none does, or some
 */
export function layoutOf(
  { leaves, tags, constants, steps, shapes }: Program,
  fewest: number = FEWEST,
  known: readonly ("all" | "none" | "some")[] = [],
): Layout {
  const cells = new Cells();
  const elements = new Map<Slot, Elements>();
  const given = new Set<Slot>();
  // Of no elements there is nothing to spell out, and whether they depend could not be said.
  const small = (slot: Slot): boolean => sizeOf(shapes[slot]) > 0 && sizeOf(shapes[slot]) <= LARGEST;
  const asInput = (slot: Slot): void => {
    if (elements.has(slot) || !small(slot)) return;
    const inputs = Array.from({ length: sizeOf(shapes[slot]) }, (): Cell => cells.input());
    elements.set(slot, { shape: shapes[slot], cells: inputs, presence: undefined });
    given.add(slot);
  };
  for (const [i, slot] of leaves.entries()) {
    asInput(slot);
    const own = elements.get(slot);
    if (own === undefined || (known[i] ?? "all") === "all") continue;
    const zeros = own.cells.map(() => cells.constant(0));
    const partial = { ...own, presence: own.cells.map((): Cell => cells.input()) };
    elements.set(slot, known[i] === "none" ? { ...own, cells: zeros, presence: zeros } : partial);
  }
  for (const { slot } of tags) if (slot !== undefined) asInput(slot);
  for (const [slot, x] of constants) if (small(slot)) elements.set(slot, constantElements(x, cells));
  const { required } = cells;
  const found = steps.map((step): readonly Cell[] | undefined => {
    const own = step.inputs.map((slot) => elements.get(slot));
    const { outputs } = step;
    const possible = outputs.every(small) && !own.includes(undefined) && cells.all.length < MOST;
    const known = step.inputs.map((slot): Tensor | undefined => constants.get(slot));
    const before = required.length;
    const shapesOf = outputs.map((slot) => shapes[slot]);
    const values = possible ? spelled(step, own as Elements[], known, shapesOf, cells) : undefined;
    const conditions = required.length > before ? required.splice(before) : NONE;
    if (values === undefined) {
      for (const slot of outputs) asInput(slot);
      return undefined;
    }
    for (const [k, slot] of outputs.entries()) elements.set(slot, values[k]);
    return conditions;
  });
  return { cells, elements, inputs: given, groups: grouped(steps, found, fewest, cells) };
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
