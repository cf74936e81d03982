import type { Tensor } from "@wengert/array";
import type { Elements } from "@wengert/trace";
import type { Program } from "../capture/program.ts";
import type { Cell } from "../cells/cells.ts";
import { LARGEST, type Layout, layoutOf } from "../cells/layout.ts";
import { constantElements } from "../cells/spell.ts";
import type { StepCells } from "../wasm/loopbody.ts";
import { either, expanded, type Known, knownOfCells } from "./known.ts";
import { type Parts, parted } from "./parts.ts";

/** A step of a loop as it was written down: its arguments are what it closes over, the carry, and an entry of the inputs. */
export interface WrittenStep {
  readonly program: Program;
  /** The shapes of its arguments. */
  readonly shapes: Parts<readonly number[]>;
  /** What is known of which of their elements depend on anything; of the carry, at one step. */
  readonly known: Parts<Known>;
  /** What it returns: the next carry, and what it gives out. Places among the program's results, or constants. */
  readonly results: readonly (number | Tensor)[];
  /** Whether the first that it gives out says if the step is taken at all. */
  readonly tests: boolean;
}

/** A step in its numbers, of which presence is a part. */
export interface SpelledStep {
  readonly step: StepCells;
  /** What is known at each step. */
  readonly known: Parts<Known>;
  /** Whether what a step gives out is followed by its presence. */
  readonly partial: readonly boolean[];
}

/**
 * The step in its numbers. Undefined for one that has more to it: operations that are called, questions about its numbers, tags, values
 * that are large or empty, and arguments that are one value.
 */
export function stepCells(written: WrittenStep): SpelledStep | undefined {
  const { leaves, tags, questions } = written.program;
  if (questions.length > 0 || tags.some(({ slot }) => slot !== undefined)) return undefined;
  if (new Set(leaves).size < leaves.length) return undefined;
  // Less is known of each carry in turn, so this ends.
  for (let { carry } = written.known; ; ) {
    const known = { ...written.known, carry };
    const found = laidOut(written, known);
    if (found === undefined) return undefined;
    const next = carry.map((own, i) => either(own, knownOfCells(found.returned[i].presence, found.layout.cells)));
    if (next.every((own, i) => own === carry[i])) return spelledStep(written, known, found);
    carry = next;
  }
}

interface Found {
  readonly layout: Layout;
  readonly given: readonly Elements[];
  readonly returned: readonly Elements[];
}

function laidOut({ program, results }: WrittenStep, known: Parts<Known>): Found | undefined {
  const layout = layoutOf(program, 1, [...known.outside, ...known.carry, ...known.inputs]);
  const { cells, elements, groups } = layout;
  if (groups.some(({ spelled }) => !spelled)) return undefined;
  const given = program.leaves.map((slot) => elements.get(slot));
  const returned = results.map((result): Elements | undefined => {
    if (typeof result === "number") return elements.get(program.results[result]);
    return result.size === 0 || result.size > LARGEST ? undefined : constantElements(result, cells);
  });
  if (given.includes(undefined) || returned.includes(undefined)) return undefined;
  return { layout, given: given as readonly Elements[], returned: returned as readonly Elements[] };
}

function spelledStep({ shapes, tests }: WrittenStep, known: Parts<Known>, found: Found): SpelledStep {
  const { cells, groups } = found.layout;
  const one = cells.constant(1);
  // The cells of values, and of their presence where that goes along.
  const listed = (all: readonly Elements[], own: readonly Known[]): readonly (readonly Cell[])[] =>
    all.flatMap((x, i) => expanded([x.cells], [own[i]], () => x.presence ?? x.cells.map(() => one)));
  const { outside, carry, inputs } = parted(found.given, shapes.outside.length, shapes.carry.length);
  const next = found.returned.slice(0, carry.length);
  const given = found.returned.slice(carry.length);
  const test = tests ? given[0].cells[0] : undefined;
  const outputs = tests ? given.slice(1) : given;
  const partial = outputs.map(({ presence }) => knownOfCells(presence, cells) !== "all");
  const holds = groups.at(-1)?.holds ?? one;
  const step: StepCells = {
    cells,
    outside: listed(outside, known.outside).flat(),
    carry: listed(carry, known.carry).flat(),
    next: listed(next, known.carry).flat(),
    inputs: listed(inputs, known.inputs),
    outputs: listed(
      outputs,
      partial.map((yes) => (yes ? "some" : "all")),
    ),
    test,
    // A condition that is NaN says nothing, which throws.
    holds: test === undefined ? holds : cells.allOf([cells.operator("=", test, test)], holds),
  };
  return { step, known, partial };
}
