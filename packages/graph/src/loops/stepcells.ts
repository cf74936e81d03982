import type { Tensor } from "@wengert/array";
import type { Elements } from "@wengert/trace";
import type { Program } from "../capture/program.ts";
import type { Cell } from "../cells/cells.ts";
import { LARGEST, type Layout, layoutOf } from "../cells/layout.ts";
import { constantElements } from "../cells/spell.ts";
import type { StepCells } from "../wasm/loopbody.ts";
import { expanded, type Known, knownOfCells } from "./known.ts";
import { type Parts, parted } from "./parts.ts";

/** A step of a loop as it was written down: its arguments are what it closes over, the carry, and an entry of the inputs. */
export interface WrittenStep {
  readonly program: Program;
  /** The shapes of its arguments. */
  readonly shapes: Parts<readonly number[]>;
  /** What it returns: the next carry, and what it gives out. Places among the program's results, or constants. */
  readonly results: readonly (number | Tensor)[];
  /** Whether the first that it gives out says if the step is taken at all. */
  readonly tests: boolean;
}

/** A step in its numbers, for arguments of which so much is known. */
export interface LaidOutStep {
  readonly layout: Layout;
  readonly known: Parts<Known>;
  /** What is known of the next carry. */
  readonly next: readonly Known[];
  readonly given: readonly Elements[];
  readonly returned: readonly Elements[];
}

/** A step as code has it, of which presence is a part. */
export interface SpelledStep {
  readonly step: StepCells;
  /** Whether what a step gives out is followed by its presence. */
  readonly partial: readonly boolean[];
}

/**
 * The step in its numbers. Undefined for one that has more to it: operations that are called, questions about its numbers, tags, values
 * that are large or empty, and arguments that are one value.
 */
export function laidOut({ program, results }: WrittenStep, known: Parts<Known>): LaidOutStep | undefined {
  const { leaves, tags, questions } = program;
  if (questions.length > 0 || tags.some(({ slot }) => slot !== undefined)) return undefined;
  if (new Set(leaves).size < leaves.length) return undefined;
  const signs = [...known.outside, ...known.carry, ...known.inputs];
  const layout = layoutOf(program, 1, new Map(leaves.map((slot, i) => [slot, signs[i]])));
  const { cells, elements, groups } = layout;
  if (groups.some(({ spelled }) => !spelled)) return undefined;
  const given = leaves.map((slot) => elements.get(slot));
  const found = results.map((result): Elements | undefined => {
    if (typeof result === "number") return elements.get(program.results[result]);
    return result.size === 0 || result.size > LARGEST ? undefined : constantElements(result, cells);
  });
  if (given.includes(undefined) || found.includes(undefined)) return undefined;
  const returned = found as readonly Elements[];
  const next = known.carry.map((own, i) => knownOfCells(returned[i].presence, own.length, cells));
  return { layout, known, next, given: given as readonly Elements[], returned };
}

/**
 * The step as code has it: one of many, whose carry stays where it is, or only this one. That reads its carry beside what all steps share,
 * and gives out the next one behind the rest.
 */
export function spelledStep(
  { layout, known, next: after, given, returned }: LaidOutStep,
  { shapes, tests }: WrittenStep,
  isOnly: boolean,
): SpelledStep {
  const { cells, groups } = layout;
  const one = cells.constant(1);
  // The cells of values, and of their presence where that goes along.
  const listed = (all: readonly Elements[], own: readonly Known[]): readonly (readonly Cell[])[] =>
    all.flatMap((x, i) => expanded([x.cells], [own[i]], () => x.presence ?? x.cells.map(() => one)));
  // What is known before has a place in memory as well.
  const read = (all: readonly Elements[], own: readonly Known[]): readonly (readonly Cell[])[] =>
    listed(all, own).map((list) => list.map((cell) => (cells.all.isConstant(cell) ? cells.input() : cell)));
  const parts = parted(given, shapes.outside.length, shapes.carry.length);
  const [outside, carry, inputs] = (["outside", "carry", "inputs"] as const).map((part) =>
    read(parts[part], known[part]),
  );
  const kept = listed(parts.carry, known.carry).flat();
  const next = listed(returned.slice(0, shapes.carry.length), isOnly ? after : known.carry);
  const rest = returned.slice(shapes.carry.length);
  const test = tests ? rest[0].cells[0] : undefined;
  const outputs = tests ? rest.slice(1) : rest;
  const partial = outputs.map(({ presence, cells: { length } }) => /[0?]/.test(knownOfCells(presence, length, cells)));
  const holds = groups.at(-1)?.holds ?? one;
  const streams = listed(
    outputs,
    partial.map((yes) => (yes ? "?" : "1")),
  );
  const step: StepCells = {
    cells,
    outside: [...outside, ...(isOnly ? carry : [])].flat(),
    carry: isOnly ? [] : carry.flat(),
    // What is known before stays as it is.
    next: isOnly ? [] : next.flat().map((cell, i) => (cells.all.isConstant(kept[i]) ? carry.flat()[i] : cell)),
    inputs,
    outputs: isOnly ? [...streams, ...next] : streams,
    isOnly,
    test,
    // A condition that is NaN says nothing, which throws.
    holds: test === undefined ? holds : cells.allOf([cells.operator("=", test, test)], holds),
  };
  return { step, partial };
}
