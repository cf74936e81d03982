import type { Tensor } from "@wengert/array";
import {
  allocate,
  elementsOf,
  fromData,
  presenceOf,
  sameShape,
  scalar,
  sizeOf,
  withPresence,
} from "@wengert/array/author";
import type { Program, Question, Slot, Step } from "../capture/program.ts";
import { callsOf, isWorthwhile, type Layout, layoutOf } from "../cells/layout.ts";
import { StalePlan } from "../errors.ts";
import { type Linked, linked } from "../wasm/link.ts";
import { lastReads } from "./lastreads.ts";
import { type Action, type Box, Maker, type Received, type Recipe } from "./maker.ts";
import { Space } from "./space.ts";

/**
 * Numbers in memory do not say enough: a value says of its numbers which do not depend, where the plan does not reckon with that, or an
 * operation must be run itself, since it throws, or computes in another way.
 */
export class Unspelled extends Error {}

/** Some operations, and how they are carried out. */
export interface Described {
  readonly how: string;
  readonly steps: readonly Step[];
}

/** Runs a program, of which what is small is straight code over one block of memory; large values are in memory that is used again. */
export class SpelledPlan {
  readonly #questions: readonly Question[];
  /** Without what the code was made from. */
  readonly #recipe: Recipe;
  readonly #memory: Float64Array;
  readonly #functions: Linked["functions"];
  readonly #space = new Space();
  /** Which values are read no more after an action. */
  readonly #done: readonly (readonly number[])[];
  #busy = false;

  /** What the plan consists of. */
  readonly groups: readonly Described[];

  private constructor({ questions }: Program, layout: Layout, maker: Maker, { memory, functions }: Linked) {
    this.groups = described(layout, maker);
    this.#questions = questions;
    const { inputs, actions, questions: asked, results, values } = maker;
    this.#recipe = { inputs, actions, questions: asked, results, values };
    this.#memory = memory;
    this.#functions = functions;
    this.#done = lastReads(maker);
    for (const [place, value] of maker.constants) memory[place] = value;
  }

  /**
   * The plan of a program. Where straight code would not pay, or WebAssembly cannot be compiled here, all operations are called.
   *
   * @param partial - of these values some elements may not depend on anything
   */
  static of(program: Program, partial: ReadonlySet<Slot>): SpelledPlan {
    const unknown = Array.from(partial, (slot) => [slot, "?".repeat(sizeOf(program.shapes[slot]))] as const);
    const layout = layoutOf(program, undefined, new Map(unknown));
    if (isWorthwhile(layout)) {
      const maker = new Maker(program, layout);
      const made = linked(maker.code.bodies, maker.code.imports, maker.code.room);
      if (made !== undefined) return new SpelledPlan(program, layout, maker, made);
    }
    const calls = callsOf(program);
    const none = { functions: [], memory: new Float64Array(0) };
    return new SpelledPlan(program, calls, new Maker(program, calls), none);
  }

  /** The memory that the plan keeps, in bytes. */
  get bytes(): number {
    return this.#memory.byteLength + this.#space.bytes;
  }

  /** Whether the plan is under way: an operation in it has called the function again. */
  get busy(): boolean {
    return this.#busy;
  }

  /** Whether each run makes an array for a result, which no operation gets. */
  isNew(result: number): boolean {
    const { results, actions } = this.#recipe;
    const value = results[result];
    const isBox = actions.some(({ boxes }) => boxes.some((box) => box.value === value));
    return isBox && !actions.some(({ args }) => args.includes(value));
  }

  /**
   * As `Replay.run`.
   *
   * @param spent - where it is given, each action's time in milliseconds is put there, if it is less than what stands there
   * @throws {Unspelled} where numbers alone do not say enough
   */
  run(given: readonly Tensor[], spent?: Float64Array): readonly Tensor[] {
    this.#busy = true;
    let failed = true;
    try {
      const results = this.#run(given, spent);
      for (let i = 0; i < results.length; i++) this.#space.keep(results[i]);
      failed = false;
      return results;
    } finally {
      this.#busy = false;
      this.#space.end(failed);
    }
  }

  #run(given: readonly Tensor[], spent: Float64Array | undefined): readonly Tensor[] {
    const { inputs, actions, questions, results } = this.#recipe;
    const values = this.#recipe.values.slice();
    for (let i = 0; i < inputs.length; i++) this.#receive(given[i], inputs[i], values);
    for (let i = 0; i < actions.length; i++) {
      const start = spent === undefined ? 0 : performance.now();
      this.#act(actions[i], values);
      if (spent !== undefined) spent[i] = Math.min(spent[i], performance.now() - start);
      const done = this.#done[i];
      for (let k = 0; k < done.length; k++) {
        this.#space.drop(values[done[k]] as Tensor);
        values[done[k]] = undefined;
      }
    }
    for (let k = 0; k < questions.length; k++) {
      const { ask, answer } = this.#questions[k];
      if (ask(values[questions[k]] as Tensor) !== answer) throw new StalePlan();
    }
    return results.map((value) => values[value] as Tensor);
  }

  #act({ step, from, to, holds, boxes, args, outputs }: Action, values: (Tensor | undefined)[]): void {
    if (step === undefined) {
      for (let i = from; i < to; i++) this.#functions[i]();
      if (holds >= 0 && this.#memory[holds] === 0) throw new Unspelled();
    } else {
      const parts = this.#space.compute(
        step,
        args.map((value) => values[value] as Tensor),
      );
      for (let k = 0; k < outputs.length; k++) {
        if (parts[k] === undefined || !sameShape(parts[k].shape, outputs[k].shape)) throw new StalePlan();
        this.#receive(parts[k], outputs[k], values);
      }
    }
    for (let k = 0; k < boxes.length; k++) values[boxes[k].value] = this.#boxed(boxes[k]);
  }

  #receive(x: Tensor, { value, place, partial }: Received, values: (Tensor | undefined)[]): void {
    if (value >= 0) values[value] = x;
    if (place < 0) return;
    const presence = presenceOf(x);
    if (presence !== undefined && !partial) throw new Unspelled();
    this.#write(x, place);
    if (!partial) return;
    if (presence === undefined) this.#memory.fill(1, place + x.size, place + 2 * x.size);
    else this.#write(presence, place + x.size);
  }

  #write(x: Tensor, place: number): void {
    if (x.ndim === 0) this.#memory[place] = x.item();
    else this.#memory.set(elementsOf(x), place);
  }

  #boxed({ shape, places, presence }: Box): Tensor {
    const y = this.#taken(shape, places);
    return presence === undefined ? y : withPresence(y, this.#taken(shape, presence));
  }

  #taken(shape: readonly number[], places: readonly number[]): Tensor {
    const memory = this.#memory;
    if (shape.length === 0) return scalar(memory[places[0]]);
    const out = allocate(places.length);
    for (let i = 0; i < out.length; i++) out[i] = memory[places[i]];
    return fromData(out, shape);
  }
}

function described({ groups }: Layout, { actions }: Maker): readonly Described[] {
  return groups.flatMap(({ steps, spelled }, g) => {
    const { from, to } = actions[g];
    return spelled ? [{ how: `straight code, ${to - from} functions`, steps }] : describedCalls(steps);
  });
}

/** Steps that are loops, and calls. */
function describedCalls(steps: readonly Step[]): readonly Described[] {
  return steps.map(({ parts, ...step }) =>
    parts === undefined
      ? { how: "calls", steps: [step] }
      : { how: `a loop over ${parts.size} elements`, steps: parts.steps },
  );
}
