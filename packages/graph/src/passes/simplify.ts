import type { Rule } from "@wengert/trace";
import { keyOfData } from "../capture/keys.ts";
import type { Program, Slot, Step } from "../capture/program.ts";
import { Definitions, type Source } from "../cells/definitions.ts";

/** A program without what it computes twice, and without what nobody asks for. Its numbers stay what they are. */
export function simplified(program: Program): Program {
  return withoutDead(withoutTwice(program));
}

/** Equal operations of the library on equal values are one. */
function withoutTwice(program: Program): Program {
  const same = new Map<Slot, Slot>();
  const known = new Operations();
  const firsts: Step[] = [];
  const now = (slot: Slot): Slot => same.get(slot) ?? slot;
  const steps: Step[] = [];
  for (const step of program.steps) {
    const own = step.inputs.some((slot) => same.has(slot)) ? { ...step, inputs: step.inputs.map(now) } : step;
    const number = known.numberOf(own);
    const earlier = number === undefined ? undefined : firsts[number];
    if (earlier === undefined) {
      steps.push(own);
      if (number !== undefined) firsts[number] = own;
    } else for (const [k, slot] of step.outputs.entries()) same.set(slot, earlier.outputs[k]);
  }
  return {
    ...program,
    steps,
    results: program.results.map(now),
    questions: program.questions.map((question) => ({ ...question, slot: now(question.slot) })),
    merged: new Set(same.values()),
  };
}

/** Gives equal operations of the library equal numbers. */
class Operations {
  readonly #rules = new Map<Rule, number>();
  readonly #options = new Map<string, number>();
  readonly #known = new Definitions();
  /** What is done with which options. */
  readonly #sources = new Map<number, number>();
  readonly #more = this.#known.source(NOTHING);

  /** Undefined where it cannot be said what tells an operation from others. */
  numberOf({ rule, inputs, attributes }: Step): number | undefined {
    if (rule === undefined || !rule.builtIn) return undefined;
    const options = attributes === undefined ? 0 : this.#optionsOf(attributes);
    if (options === undefined) return undefined;
    const source = numbered(this.#sources, numbered(this.#rules, rule) + 2 ** 20 * options, () =>
      this.#known.source(NOTHING),
    );
    const [a = -1, b, c] = inputs;
    let number = this.#known.computed(source, a, b, c);
    for (let i = 3; i < inputs.length; i++) number = this.#known.computed(this.#more, number, inputs[i]);
    return number;
  }

  #optionsOf(attributes: object): number | undefined {
    const key = keyOfData(attributes);
    return key === undefined ? undefined : 1 + numbered(this.#options, key);
  }
}

const NOTHING: Source = { kind: "operator", sign: "", f: undefined };

/** The number of a key; a new key gets the next one. */
function numbered<K>(numbers: Map<K, number>, key: K, next: () => number = () => numbers.size): number {
  let number = numbers.get(key);
  if (number === undefined) {
    number = next();
    numbers.set(key, number);
  }
  return number;
}

/** Operations whose values nobody asks for are left out. */
function withoutDead(program: Program): Program {
  const wanted = new Set<Slot>([...program.results, ...program.questions.map(({ slot }) => slot)]);
  const steps: Step[] = [];
  for (let i = program.steps.length - 1; i >= 0; i--) {
    const step = program.steps[i];
    if (!step.outputs.some((slot) => wanted.has(slot))) continue;
    for (const slot of step.inputs) wanted.add(slot);
    steps.push(step);
  }
  const used = new Map(Array.from(program.constants).filter(([slot]) => wanted.has(slot)));
  return { ...program, steps: steps.reverse(), constants: used };
}
