import { isTensor } from "@wengert/array";
import type { Rule } from "@wengert/trace";
import type { Program, Slot, Step } from "../capture/program.ts";

/** A program without what it computes twice, and without what nobody asks for. Its numbers stay what they are. */
export function simplified(program: Program): Program {
  return withoutDead(withoutTwice(program));
}

/** Equal operations of the library on equal values are one. */
function withoutTwice(program: Program): Program {
  const same = new Map<Slot, Slot>();
  const known = new Map<string, Step>();
  const numbers = new Map<Rule, number>();
  const now = (slot: Slot): Slot => same.get(slot) ?? slot;
  const steps: Step[] = [];
  for (const step of program.steps) {
    const own = { ...step, inputs: step.inputs.map(now) };
    const key = keyOf(own, numbers);
    const earlier = key === undefined ? undefined : known.get(key);
    if (earlier === undefined) {
      steps.push(own);
      if (key !== undefined) known.set(key, own);
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

/** What tells an operation from others; undefined where that cannot be said. */
function keyOf({ rule, inputs, attributes }: Step, numbers: Map<Rule, number>): string | undefined {
  if (rule === undefined || !rule.builtIn) return undefined;
  let number = numbers.get(rule);
  if (number === undefined) {
    number = numbers.size;
    numbers.set(rule, number);
  }
  try {
    return `${number} ${inputs.join(" ")} ${attributes === undefined ? "" : JSON.stringify(attributes, plain)}`;
  } catch {
    return undefined;
  }
}

function plain(_key: string, value: unknown): unknown {
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : `n${value}`;
  if (typeof value === "function" || typeof value === "symbol" || typeof value === "bigint" || isTensor(value)) {
    throw new TypeError("no plain data");
  }
  return value === undefined ? "undefined" : value;
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
