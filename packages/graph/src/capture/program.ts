import type { Tensor } from "@wengert/array";
import { bind, type Outputs, type Rule, type Tag } from "@wengert/trace";

/** The number of a value of a program: inputs, constants, and what its steps return. */
export type Slot = number;

/** One operation of a program. */
export interface Step {
  readonly name: string;
  /** The rule, undefined for code that reads numbers and is no rule: a derivative of an author's rule. */
  readonly rule: Rule | undefined;
  readonly attributes: object | undefined;
  readonly inputs: readonly Slot[];
  readonly outputs: readonly Slot[];
  /** The names of the outputs, undefined where there is only one. */
  readonly keys: readonly string[] | undefined;
  /** Its value, of plain Tensors; a list of what belongs to the outputs. */
  readonly compute: (xs: readonly Tensor[]) => readonly Tensor[];
  /**
   * Of a loop, the steps that it consists of, over how many elements it goes, and whether an output may lie in the memory of an input or of
   * another output.
   */
  readonly parts?: { readonly steps: readonly Step[]; readonly size: number; readonly handsThrough: boolean };
}

/** A tag that the program uses, and the slot of its value; undefined where the program only looks at what it is. */
export interface TagInput {
  readonly tag: Tag;
  readonly slot: Slot | undefined;
  /** What else of it the program may depend on. */
  readonly form: readonly unknown[] | undefined;
}

/** Something that was asked about numbers. The program holds as long as the answer is the same. */
export interface Question {
  readonly slot: Slot;
  readonly ask: (numbers: Tensor) => boolean;
  readonly answer: boolean;
}

/** A program without branches, as it was written down. */
export interface Program {
  /** The slots of the leaves of the arguments. */
  readonly leaves: readonly Slot[];
  readonly tags: readonly TagInput[];
  readonly constants: ReadonlyMap<Slot, Tensor>;
  readonly steps: readonly Step[];
  readonly questions: readonly Question[];
  /** The shape of each slot. */
  readonly shapes: readonly (readonly number[])[];
  /** The slots whose values said which of their elements depend on something, when the program was written down. */
  readonly partial?: ReadonlySet<Slot>;
  /** The slots of what the program returns. */
  readonly results: readonly Slot[];
  /** The slots that stand for several of what was written down, which were equal. */
  readonly merged?: ReadonlySet<Slot>;
}

/** Outputs of a rule as a list, in the order of their keys. */
export function listed(y: Outputs, keys: readonly string[] | undefined): readonly Tensor[] {
  if (keys === undefined) return [y as Tensor];
  return keys.map((key) => (y as { readonly [key: string]: Tensor })[key]);
}

/** A call as a function of its arguments. Made here, so that it does not keep those of the call that was written down. */
export function callOf(
  rule: Rule,
  attributes: object | undefined,
  keys: readonly string[] | undefined,
): Step["compute"] {
  return (xs) => listed(bind(rule, xs, attributes), keys);
}
