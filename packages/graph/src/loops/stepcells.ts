import type { Tensor } from "@wengert/array";
import type { Program } from "../capture/program.ts";
import type { Cell } from "../cells/cells.ts";
import { LARGEST, layoutOf } from "../cells/layout.ts";
import { constantElements } from "../cells/spell.ts";
import type { StepCells } from "../wasm/loopbody.ts";
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

/**
 * The step in its numbers. Undefined for one that has more to it: operations that are called, questions about its numbers, tags, values
 * that are large or empty, and arguments that are one value.
 */
export function stepCells({ program, shapes, results, tests }: WrittenStep): StepCells | undefined {
  const { leaves, tags, questions } = program;
  if (questions.length > 0 || tags.some(({ slot }) => slot !== undefined)) return undefined;
  if (new Set(leaves).size < leaves.length) return undefined;
  const { cells, elements, groups } = layoutOf(program, 1);
  if (groups.some(({ spelled }) => !spelled)) return undefined;
  const given = leaves.map((slot) => elements.get(slot)?.cells);
  const returned = results.map((result): readonly Cell[] | undefined => {
    if (typeof result === "number") return elements.get(program.results[result])?.cells;
    return result.size === 0 || result.size > LARGEST ? undefined : constantElements(result, cells).cells;
  });
  if (given.includes(undefined) || returned.includes(undefined)) return undefined;
  const { outside, carry, inputs } = parted(
    given as readonly (readonly Cell[])[],
    shapes.outside.length,
    shapes.carry.length,
  );
  const all = returned as readonly (readonly Cell[])[];
  const [next, outputs] = [all.slice(0, carry.length), all.slice(carry.length)];
  const test = tests ? outputs[0][0] : undefined;
  const holds = groups.at(-1)?.holds ?? cells.constant(1);
  return {
    cells,
    outside: outside.flat(),
    carry: carry.flat(),
    next: next.flat(),
    inputs,
    outputs: tests ? outputs.slice(1) : outputs,
    test,
    // A condition that is NaN says nothing, which throws.
    holds: test === undefined ? holds : cells.allOf([cells.operator("=", test, test)], holds),
  };
}
