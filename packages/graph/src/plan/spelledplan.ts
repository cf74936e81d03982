import type { Tensor } from "@wengert/array";
import { allocate, elementsOf, fromData, presenceOf, sameShape, scalar, withPresence } from "@wengert/array/author";
import type { Program, Question, Step } from "../capture/program.ts";
import { isWorthwhile, type Layout, layoutOf } from "../cells/layout.ts";
import { StalePlan } from "../errors.ts";
import { type Linked, linked } from "../wasm/link.ts";
import { type Action, type Box, Maker, type Received } from "./maker.ts";

/**
 * Numbers in memory do not say enough: a value says of its numbers which do not depend, or an operation must be run itself, since it
 * throws, or computes in another way.
 */
export class Unspelled extends Error {}

/** Some operations, and how they are carried out. */
export interface Described {
  readonly how: string;
  readonly steps: readonly Step[];
}

/** Runs a program, of which what is small is straight code over one block of memory. */
export class SpelledPlan {
  readonly #questions: readonly Question[];
  readonly #maker: Maker;
  readonly #memory: Float64Array;
  readonly #functions: Linked["functions"];
  #busy = false;

  /** What the plan consists of. */
  readonly groups: readonly Described[];

  private constructor({ questions }: Program, layout: Layout, maker: Maker, { memory, functions }: Linked) {
    this.groups = described(layout, maker);
    this.#questions = questions;
    this.#maker = maker;
    this.#memory = memory;
    this.#functions = functions;
    for (const [place, value] of maker.constants) memory[place] = value;
  }

  /** The plan of a program; undefined where it would not pay, or WebAssembly cannot be compiled here. */
  static of(program: Program): SpelledPlan | undefined {
    const layout = layoutOf(program);
    if (!isWorthwhile(layout)) return undefined;
    const maker = new Maker(program, layout);
    const made = linked(maker.code.bodies, maker.code.imports, maker.code.room);
    return made && new SpelledPlan(program, layout, maker, made);
  }

  /** The memory of the plan, in bytes. */
  get bytes(): number {
    return this.#memory.byteLength;
  }

  /** Whether the plan is under way: an operation in it has called the function again. */
  get busy(): boolean {
    return this.#busy;
  }

  /** As `Replay.run`. @throws {Unspelled} where numbers alone do not say enough */
  run(given: readonly Tensor[]): readonly Tensor[] {
    this.#busy = true;
    try {
      return this.#run(given);
    } finally {
      this.#busy = false;
    }
  }

  #run(given: readonly Tensor[]): readonly Tensor[] {
    const { inputs, actions, questions, results } = this.#maker;
    const values = this.#maker.values.slice();
    for (let i = 0; i < inputs.length; i++) this.#receive(given[i], inputs[i], values);
    for (let i = 0; i < actions.length; i++) this.#act(actions[i], values);
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
      const parts = step.compute(args.map((value) => values[value] as Tensor));
      for (let k = 0; k < outputs.length; k++) {
        if (parts[k] === undefined || !sameShape(parts[k].shape, outputs[k].shape)) throw new StalePlan();
        this.#receive(parts[k], outputs[k], values);
      }
    }
    for (let k = 0; k < boxes.length; k++) values[boxes[k].value] = this.#boxed(boxes[k]);
  }

  #receive(x: Tensor, { value, place }: Received, values: (Tensor | undefined)[]): void {
    if (value >= 0) values[value] = x;
    if (place < 0) return;
    if (presenceOf(x) !== undefined) throw new Unspelled();
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
export function describedCalls(steps: readonly Step[]): readonly Described[] {
  return steps.map(({ parts, ...step }) =>
    parts === undefined
      ? { how: "calls", steps: [step] }
      : { how: `a loop over ${parts.size} elements`, steps: parts.steps },
  );
}
