import type { Tensor } from "@wengert/array";
import { presenceOf, sameShape } from "@wengert/array/author";
import type { Program, Slot, Step } from "../capture/program.ts";
import { StalePlan } from "../errors.ts";

/** Runs a program by calling its operations one after the other. */
export class Replay {
  /** The slots of values of which not all elements depended on something, in some run. */
  readonly partial: Set<Slot> = new Set();
  readonly #program: Program;
  /** What is no longer needed once a step has run. */
  readonly #done: readonly (readonly Slot[])[];

  constructor(program: Program) {
    this.#program = program;
    this.#done = lastUses(program);
  }

  /**
   * @param inputs - the values of the leaves of the arguments, and then of the tags
   * @returns the values of the results
   * @throws {StalePlan} where the program would have gone on in another way
   */
  run(inputs: readonly Tensor[]): readonly Tensor[] {
    const { leaves, tags, constants, steps, questions, shapes, results } = this.#program;
    const values: (Tensor | undefined)[] = new Array(shapes.length).fill(undefined);
    let next = 0;
    for (const slot of leaves) this.#receive(inputs[next++], slot, values);
    for (const { slot } of tags) if (slot !== undefined) values[slot] = inputs[next++];
    for (const [slot, x] of constants) values[slot] = x;
    let asked = 0;
    for (let i = 0; i < steps.length; i++) {
      const step = steps[i];
      this.#compute(step, values);
      asked = answer(questions, asked, values);
      for (const slot of this.#done[i]) values[slot] = undefined;
    }
    answer(questions, asked, values);
    return results.map((slot) => values[slot] as Tensor);
  }

  #compute({ inputs, outputs, compute }: Step, values: (Tensor | undefined)[]): void {
    const { shapes } = this.#program;
    const parts = compute(inputs.map((slot) => values[slot] as Tensor));
    for (let k = 0; k < outputs.length; k++) {
      const slot = outputs[k];
      if (parts[k] === undefined || !sameShape(parts[k].shape, shapes[slot])) throw new StalePlan();
      this.#receive(parts[k], slot, values);
    }
  }

  #receive(x: Tensor, slot: Slot, values: (Tensor | undefined)[]): void {
    values[slot] = x;
    if (presenceOf(x) !== undefined) this.partial.add(slot);
  }
}

/** Asks what can be asked by now. @returns how many questions have been asked */
function answer(questions: Program["questions"], from: number, values: readonly (Tensor | undefined)[]): number {
  let next = from;
  for (; next < questions.length; next++) {
    const { slot, ask, answer } = questions[next];
    const x = values[slot];
    if (x === undefined) return next;
    if (ask(x) !== answer) throw new StalePlan();
  }
  return next;
}

function lastUses({ steps, results, questions, constants, leaves, tags }: Program): readonly (readonly Slot[])[] {
  const kept = new Set<Slot>([...results, ...questions.map(({ slot }) => slot), ...constants.keys(), ...leaves]);
  for (const { slot } of tags) if (slot !== undefined) kept.add(slot);
  const done: Slot[][] = steps.map(() => []);
  for (let i = steps.length - 1; i >= 0; i--) {
    for (const slot of [...steps[i].inputs, ...steps[i].outputs]) {
      if (kept.has(slot)) continue;
      kept.add(slot);
      done[i].push(slot);
    }
  }
  return done;
}
