import type { Tensor } from "@wengert/array";
import { elementsOf } from "@wengert/array/author";
import type { Program } from "../capture/program.ts";
import { layoutOf } from "../cells/layout.ts";
import { type Linked, linked } from "../wasm/link.ts";
import { Maker } from "./maker.ts";

/** What a leaf of the results is: the places of its numbers in memory, or a constant. */
export type Home = readonly number[] | Tensor;

/**
 * A program that is straight code from end to end, over memory that its caller reads and writes: no Tensor is made between two runs
 * of it.
 */
export class Resident {
  /** Everything that the program works on. */
  readonly memory: Float64Array;
  /** Where the leaves of the arguments begin, each in one piece. */
  readonly inputs: readonly number[];
  readonly results: readonly Home[];
  readonly #functions: Linked["functions"];

  private constructor(inputs: readonly number[], results: readonly Home[], { memory, functions }: Linked) {
    this.inputs = inputs;
    this.results = results;
    this.memory = memory;
    this.#functions = functions;
  }

  /**
   * Undefined for a program that has more to it: operations that are called, questions about its numbers, tags, large or empty values.
   *
   * @param results - the places of the leaves of what it returns among its results, or constants
   */
  static of(program: Program, results: readonly (number | Tensor)[] | undefined): Resident | undefined {
    const { tags, questions } = program;
    if (results === undefined || questions.length > 0 || tags.some(({ slot }) => slot !== undefined)) return undefined;
    const layout = layoutOf(program, 1);
    if (layout.groups.some(({ spelled }) => !spelled)) return undefined;
    const maker = new Maker(program, layout);
    const inputs = maker.inputs.map(({ place }) => place);
    const homes = results.map((result) => (typeof result === "number" ? maker.homes[result] : result));
    if (inputs.includes(-1) || homes.includes(undefined)) return undefined;
    const made = linked(maker.code, maker.code.room);
    if (made === undefined) return undefined;
    for (const [place, value] of maker.constants) made.memory[place] = value;
    return new Resident(inputs, homes as readonly Home[], made);
  }

  /** The memory that it keeps. */
  get bytes(): number {
    return this.memory.byteLength;
  }

  /** Whether no leaf of the arguments from this one on is one value with another leaf. */
  areApart(first: number): boolean {
    const { inputs } = this;
    return inputs.every((place, i) => i < first || (inputs.indexOf(place) === i && inputs.lastIndexOf(place) === i));
  }

  /** Writes the leaf of an argument. */
  write(leaf: number, x: Tensor): void {
    if (x.ndim === 0) this.memory[this.inputs[leaf]] = x.item();
    else this.memory.set(elementsOf(x), this.inputs[leaf]);
  }

  /** Computes the results from what is in memory. */
  run(): void {
    const functions = this.#functions;
    for (let i = 0; i < functions.length; i++) functions[i]();
  }
}
