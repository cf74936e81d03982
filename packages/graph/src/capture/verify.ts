import type { Tensor } from "@wengert/array";
import { CaptureError } from "../errors.ts";
import type { Program, Step } from "./program.ts";
import { sameConstant } from "./results.ts";

/**
 * Compares two runs of one function for arguments of one form. They must differ in nothing but the numbers that came from the
 * arguments and tags.
 *
 * @throws {CaptureError} that says where they differ: the function draws numbers, reads a clock, or looks at something that changes
 */
export function expectSameProgram(first: Program, second: Program, sameResults: boolean): void {
  const steps = Math.max(first.steps.length, second.steps.length);
  for (let i = 0; i < steps; i++) expectSameStep(first, second, i);
  const same =
    sameResults &&
    sameSlots(first.results, second.results) &&
    first.questions.length === second.questions.length &&
    first.tags.length === second.tags.length &&
    first.tags.every(({ tag, slot }, i) => tag === second.tags[i].tag && slot === second.tags[i].slot);
  if (!same) throw changed("other results, or with other parameters");
}

/**
 * Whether a question about numbers has another answer in the second run, so that the two go other ways from there on, as they may. Which
 * of them a plan is made of makes no difference: it asks again in each call.
 */
export function answersDiffer(first: Program, second: Program): boolean {
  return first.questions.some(({ slot, answer }, i) => {
    const other = second.questions[i];
    return other !== undefined && other.slot === slot && other.answer !== answer;
  });
}

function expectSameStep(first: Program, second: Program, i: number): void {
  const [a, b]: (Step | undefined)[] = [first.steps[i], second.steps[i]];
  const count = `operation ${i + 1} of ${first.steps.length}`;
  if (a === undefined || b === undefined || !sameRule(a, b) || a.inputs.length !== b.inputs.length) {
    throw changed(`${a?.name ?? "nothing"} as ${count} in the first call, and ${b?.name ?? "nothing"} in the second`);
  }
  for (const [k, slot] of a.inputs.entries()) {
    const other = b.inputs[k];
    const [x, y] = [first.constants.get(slot), second.constants.get(other)];
    if (slot === other && x === undefined && y === undefined) continue;
    if (x !== undefined && y !== undefined && sameConstant(x, y)) continue;
    throw changed(
      `argument ${k + 1} of ${a.name} (${count}) as ${shown(x)} in the first call, and ${shown(y)} in the second`,
    );
  }
  if (!sameData(a.attributes, b.attributes)) throw changed(`other options of ${a.name} (${count})`);
  if (!sameSlots(a.outputs, b.outputs)) throw changed(`other values of ${a.name} (${count})`);
}

function sameRule(a: Step, b: Step): boolean {
  // An author may make a rule anew in each call.
  return a.rule?.builtIn === true ? a.rule === b.rule || a.name === b.name : a.name === b.name;
}

function sameSlots(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((slot, i) => slot === b[i]);
}

/** Whether two pieces of plain data are equal; what is no plain data is the same thing. */
export function sameData(a: unknown, b: unknown): boolean {
  if (sameConstant(a, b)) return true;
  if (typeof a === "function" && typeof b === "function") return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (ArrayBuffer.isView(a) && ArrayBuffer.isView(b)) return sameData(Array.from(a as never), Array.from(b as never));
  const [own, other] = [Object.entries(a), Object.entries(b)];
  return (
    own.length === other.length && own.every(([key, value], i) => key === other[i][0] && sameData(value, other[i][1]))
  );
}

function shown(x: Tensor | undefined): string {
  if (x === undefined) return "a computed value";
  return x.size === 1 ? String(x.data[0]) : `a constant of shape [${x.shape.join(", ")}]`;
}

function changed(what: string): CaptureError {
  return new CaptureError(
    `compile: two runs of the function differ: it has ${what}. It draws random numbers, reads a clock, or closes over something ` +
      "that has changed, which a plan cannot see. Hand it in as an argument, or make it a parameter (param).",
    "compile",
  );
}
