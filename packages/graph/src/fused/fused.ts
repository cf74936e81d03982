import type { Tensor } from "@wengert/array";
import { sizeOf, usesOwnLoops } from "@wengert/array/author";
import type { Program, Slot, Step } from "../capture/program.ts";
import { codeOf, type LoopCode } from "./code.ts";
import { elementOf } from "./element.ts";
import { isIdentity, SMALLEST } from "./forms.ts";
import { type Group, groupsOf } from "./groups.ts";
import { Loop } from "./loop.ts";
import { LoopModule } from "./module.ts";

/** A loop that is not compiled yet. */
interface Draft {
  readonly group: Group;
  readonly code: LoopCode;
}

/** The same program, in which steps over large arrays are loops. Its numbers stay what they are, to the last bit. */
export function fused(program: Program): Program {
  if (program.shapes.every((shape) => sizeOf(shape) < SMALLEST)) return program;
  const groups = groupsOf(program);
  if (groups.every((group) => !isWorthwhile(group, program))) return program;
  const module = LoopModule.start();
  if (module === undefined) return program;
  const readers = readersOf(groups, program);
  const drafts = groups.map((group, g): Draft | undefined => {
    if (!isWorthwhile(group, program)) return undefined;
    const own = group.steps.flatMap(({ outputs }) => outputs);
    const wanted = new Set(own.filter((slot) => readers.get(slot)?.some((reader) => reader !== g)));
    const element = elementOf(group, program, wanted);
    const code = element && codeOf(group, element, module);
    return code && { group, code };
  });
  const made = drafts.filter((draft) => draft !== undefined);
  const bodies = module.linked(made.map(({ code }) => code.body));
  if (bodies === undefined) return program;
  const steps = groups.flatMap((group, g): readonly Step[] => {
    const draft = drafts[g];
    if (draft === undefined) return group.steps;
    const { code } = draft;
    const shapes = code.made.map(({ slot }) => program.shapes[slot]);
    const loop = new Loop(code, group.size, group.sum, bodies[made.indexOf(draft)], module.blocks, shapes);
    return [asStep(group, code, loop)];
  });
  return { ...program, steps };
}

/** Two steps at least that do something. */
function isWorthwhile({ steps, size }: Group, program: Program): boolean {
  if (size === 0) return false;
  let count = 0;
  for (const step of steps) if (!isIdentity(step, program)) count++;
  return count > 1;
}

/** Which groups read a value; −1 stands for who asks for the results. */
function readersOf(groups: readonly Group[], { results, questions }: Program): ReadonlyMap<Slot, readonly number[]> {
  const readers = new Map<Slot, number[]>();
  const note = (slot: Slot, reader: number): void => {
    const known = readers.get(slot);
    if (known === undefined) readers.set(slot, [reader]);
    else known.push(reader);
  };
  for (const [g, { steps }] of groups.entries())
    for (const { inputs } of steps) for (const slot of inputs) note(slot, g);
  for (const slot of results) note(slot, -1);
  for (const { slot } of questions) note(slot, -1);
  return readers;
}

function asStep({ steps, size }: Group, { inputs, made, writers }: LoopCode, loop: Loop): Step {
  const arrays = new Set(made.map(({ summed, elements }) => `${summed} ${elements}`));
  const handsThrough = arrays.size < made.length || writers.some(({ input }) => input !== undefined);
  const outputs = made.map(({ slot }) => slot);
  const outside = inputsOf(steps);
  const positions = inputs.map((slot) => outside.indexOf(slot));
  return {
    name: "loop",
    rule: undefined,
    attributes: undefined,
    inputs: outside,
    outputs,
    keys: undefined,
    parts: { steps, size, handsThrough },
    compute: (xs) => {
      // Whoever has other kernels in use gets their numbers.
      const found = usesOwnLoops() ? loop.run(positions.map((i) => xs[i])) : undefined;
      return found ?? oneByOne(steps, outside, xs, outputs);
    },
  };
}

/** What the steps read that they do not compute. */
function inputsOf(steps: readonly Step[]): readonly Slot[] {
  const own = new Set(steps.flatMap(({ outputs }) => outputs));
  return [...new Set(steps.flatMap(({ inputs }) => inputs))].filter((slot) => !own.has(slot));
}

function oneByOne(
  steps: readonly Step[],
  inputs: readonly Slot[],
  xs: readonly Tensor[],
  outputs: readonly Slot[],
): readonly Tensor[] {
  const values = new Map(inputs.map((slot, i) => [slot, xs[i]]));
  for (const { inputs, outputs, compute } of steps) {
    const [y] = compute(inputs.map((slot) => values.get(slot) as Tensor));
    values.set(outputs[0], y);
  }
  return outputs.map((slot) => values.get(slot) as Tensor);
}
