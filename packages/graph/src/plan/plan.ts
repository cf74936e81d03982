import type { Tensor } from "@wengert/array";
import { isTag, leavesOf, ownValue, partialLeavesOf, passing, resolve, type Value, within } from "@wengert/trace";
import { unflatten } from "@wengert/tree";
import { Capture } from "../capture/capture.ts";
import { hasForm, hasShape, shapeOfTag } from "../capture/forms.ts";
import type { Program, Slot, Step } from "../capture/program.ts";
import { Results } from "../capture/results.ts";
import type { Signature } from "../capture/signature.ts";
import { answersDiffer, expectSameProgram } from "../capture/verify.ts";
import { fused } from "../fused/fused.ts";
import { bytesOfLoop } from "../loops/marks.ts";
import { simplified } from "../passes/simplify.ts";
import { Owned } from "./owned.ts";
import { Replay } from "./replay.ts";
import { type Described, SpelledPlan, Unspelled } from "./spelledplan.ts";

export type Callable = (...args: readonly unknown[]) => unknown;

/** A function written down for arguments of one form. */
export class Plan {
  readonly signature: Signature;
  readonly program: Program;
  readonly #results: Results;
  readonly #owned: Owned;
  #simplified: Program | undefined;
  /** The slots of values of which not all elements may depend on something. */
  readonly #partial: Set<Slot>;
  #made: Made | undefined;
  #called: Called | undefined;
  readonly #shapesOfTags: readonly (readonly number[] | undefined)[];
  #verified = false;

  constructor(signature: Signature, { program, results, given, returned }: Run) {
    this.signature = signature;
    this.program = program;
    this.#results = results;
    this.#partial = new Set(program.partial);
    this.#owned = new Owned(program, () => this.#simple, this.#inputs(given), returned);
    this.#shapesOfTags = program.tags.map(({ tag }) => shapeOfTag(tag));
  }

  /** The leaves of arguments that the plan holds for; undefined for others, and where tags are not what they were. */
  match(args: readonly unknown[]): readonly unknown[] | undefined {
    const { tags } = this.program;
    for (let i = 0; i < tags.length; i++) {
      const { tag, form, slot } = tags[i];
      if (!hasForm(tag, form) || (slot !== undefined && !hasShape(tag, this.#shapesOfTags[i]))) return undefined;
    }
    return this.signature.match(args);
  }

  /** Whether the function has been run twice, and was the same. */
  get verified(): boolean {
    return this.#verified;
  }

  /** The operations that are left of those that were captured. */
  get steps(): readonly Step[] {
    return this.#simple.steps;
  }

  /** How they are carried out, in order. */
  get groups(): readonly Described[] {
    if (!this.#verified) return [{ how: "calls", steps: this.steps }];
    return this.#code.straight.groups;
  }

  /** The memory that the plan keeps. */
  get bytes(): number {
    const constants = Array.from(this.program.constants.values()).reduce((total, { size }) => total + 8 * size, 0);
    const loops = this.steps.reduce((total, { rule }) => total + (rule === undefined ? 0 : bytesOfLoop(rule)), 0);
    return constants + loops + (this.#made?.straight.bytes ?? 0);
  }

  /** What is left of the program; not asked for in the first call, which may stay the only one. */
  get #simple(): Program {
    this.#simplified ??= simplified(this.program);
    return this.#simplified;
  }

  /** The code of the plan, which is made when it runs first. */
  get #code(): Made {
    if (this.#made === undefined) {
      const program = fused(this.#simple);
      const straight = SpelledPlan.of(program, this.#partial);
      this.#made = {
        program,
        straight,
        doubtful: this.#owned.doubtful(program, (k) => straight.isNew(k)),
      };
    }
    return this.#made;
  }

  /**
   * Compares another run of the function, to see whether it is the same function.
   *
   * @returns false where that cannot be said: a decision that depends on numbers was another one
   * @throws {CaptureError} where it is not
   */
  verify(again: Run): boolean {
    if (answersDiffer(this.program, again.program)) return false;
    expectSameProgram(this.program, again.program, this.#results.equals(again.results));
    this.#verified = true;
    return true;
  }

  /**
   * Runs the plan.
   *
   * @param spent - takes the least time of each group, in milliseconds
   * @throws {StalePlan} where it does not hold for these numbers
   */
  run(leaves: readonly unknown[], spent?: Float64Array): unknown {
    return this.#results.build(this.#values(this.#inputs(leaves), spent));
  }

  /** The leaves of the arguments and then the tags, as Tensors. */
  #inputs(leaves: readonly unknown[]): readonly Tensor[] {
    const inputs = leaves.map((leaf) => resolve(leaf as Value, "compile"));
    for (const { tag, slot } of this.program.tags) if (slot !== undefined) inputs.push(resolve(tag, "compile"));
    return inputs;
  }

  #values(inputs: readonly Tensor[], spent: Float64Array | undefined): readonly Tensor[] {
    const { program, straight, doubtful } = this.#code;
    if (!straight.busy) {
      try {
        return this.#owned.of(straight.run(inputs, spent), inputs, doubtful);
      } catch (error) {
        if (!(error instanceof Unspelled)) throw error;
      }
    }
    this.#called ??= { replay: new Replay(program), doubtful: this.#owned.doubtful(program, () => false) };
    const { replay, doubtful: all } = this.#called;
    const results = this.#owned.of(replay.run(inputs), inputs, all);
    this.#reckonWith(replay.partial);
    return results;
  }

  /** The code is made again where values turn out to depend only in part that it takes for numbers. */
  #reckonWith(partial: ReadonlySet<Slot>): void {
    const before = this.#partial.size;
    for (const slot of partial) this.#partial.add(slot);
    if (this.#partial.size > before && this.#made?.straight.busy === false) this.#made = undefined;
  }
}

/** What a plan is made into. */
interface Made {
  readonly program: Program;
  readonly straight: SpelledPlan;
  /** The results that may have to be copied. */
  readonly doubtful: readonly number[];
}

/** The same by calls of its operations, for when the other one is under way, or does not know enough. */
interface Called {
  readonly replay: Replay;
  readonly doubtful: readonly number[];
}

/** A run of a function that has been written down. */
export interface Run {
  readonly program: Program;
  readonly results: Results;
  /** The values that it was given, and the captured values in what it returned. */
  readonly given: readonly Tensor[];
  readonly returned: readonly Tensor[];
  /** What the function returned. */
  readonly value: unknown;
}

/**
 * Runs a function and writes it down.
 *
 * @param partial - whether what it is given and returns may be cotangents of which some elements do not depend on anything
 */
export function record(f: Callable, args: readonly unknown[], partial: boolean): Run {
  const tree = partial ? partialLeavesOf("compile", args) : leavesOf("compile", args);
  const capture = new Capture();
  const { leaves, results } = within(capture, () => {
    // A Tensor that is given at several places is one value.
    const known = new Map<unknown, Tensor>();
    const leaves = tree.given.map((leaf, i) => {
      const number = typeof (isTag(leaf) ? ownValue(leaf) : leaf) === "number";
      const value = known.get(leaf) ?? capture.leaf(tree.values[i], number);
      if (typeof leaf !== "number") known.set(leaf, value);
      return value;
    });
    const lifted = unflatten<readonly unknown[]>(tree.structure, leaves);
    return { leaves, results: passing("compile", [tree], [leaves], () => new Results(capture, f(...lifted), partial)) };
  });
  const program = capture.program(leaves, results.values);
  const returned = results.values.map((x) => capture.lower(x));
  return { program, results, given: tree.values, returned, value: results.build(returned) };
}
