import type { Tensor } from "@wengert/array";
import { allocate, elementsOf, fromData, scalar, sizeOf, withPresence } from "@wengert/array/author";
import { type Linked, linked } from "../wasm/link.ts";
import { BROKEN, UNFINISHED } from "../wasm/loopbody.ts";
import { LoopedCode } from "../wasm/looped.ts";
import { along, covers, type Known, noneOf } from "./known.ts";
import { type Extent, type Parts, partsMapped } from "./parts.ts";
import { type SpelledStep, stepCells, type WrittenStep } from "./stepcells.ts";

/** So many numbers of inputs and outputs are in memory at a time: one megabyte. */
const ROOM = 131_072;

/** How a loop has ended. */
export interface Ended {
  readonly carry: readonly Tensor[];
  /** How many steps have been taken in all. */
  readonly count: number;
  /** Whether the condition of the loop still holds, after as many steps as there may be. */
  readonly unfinished: boolean;
}

/** A loop as code that works in memory alone: no Tensor is made between two steps. */
export class LoopKernel {
  readonly #shapes: Parts<readonly number[]>;
  readonly #sizes: Parts<number>;
  readonly #outputs: readonly number[];
  readonly #extent: Extent;
  readonly #tests: boolean;
  readonly #steps: number;
  readonly #code: LoopedCode;
  readonly #memory: Float64Array;
  readonly #functions: Linked["functions"];

  /** Of which elements is known whether they depend on anything. */
  readonly known: Parts<Known>;
  /** Whether the numbers of an output are followed by its presence, as another output. */
  readonly partial: readonly boolean[];

  private constructor(
    { shapes, tests }: WrittenStep,
    { known, partial }: SpelledStep,
    outputs: readonly number[],
    extent: Extent,
    steps: number,
    code: LoopedCode,
    { memory, functions }: Linked,
  ) {
    this.known = known;
    this.partial = partial;
    this.#shapes = shapes;
    this.#sizes = {
      outside: shapes.outside.map(sizeOf),
      carry: shapes.carry.map(sizeOf),
      inputs: shapes.inputs.map((shape) => sizeOf(shape) * extent.length),
    };
    this.#outputs = outputs;
    this.#extent = extent;
    this.#tests = tests;
    this.#steps = steps;
    this.#code = code;
    this.#memory = memory;
    this.#functions = functions;
  }

  /** Undefined for a step that is not straight code from end to end, and where WebAssembly cannot be compiled. */
  static of(written: WrittenStep, extent: Extent): LoopKernel | undefined {
    const spelled = stepCells(written);
    if (spelled === undefined) return undefined;
    const { step } = spelled;
    const outputs = step.outputs.map(({ length }) => length);
    const each = [...step.inputs.map(({ length }) => length), ...outputs].reduce((sum, size) => sum + size, 0);
    const steps = Math.min(extent.length, each === 0 ? 2 ** 30 : Math.max(1, Math.floor(ROOM / each)));
    const code = new LoopedCode(step, extent.reverse, steps);
    const made = linked(code.bodies, code.imports, code.room);
    return made && new LoopKernel(written, spelled, outputs, extent, steps, code, made);
  }

  /** The memory of the loop, in bytes. */
  get bytes(): number {
    return this.#memory.byteLength;
  }

  /** Whether it was made for arguments of which as much is known. */
  holds(given: Parts<Tensor>): boolean {
    const { outside, carry, inputs } = partsMapped(given, this.known, (xs, known) =>
      xs.map((x, i) => covers(known[i], x)),
    );
    return [outside, carry, inputs].every((all) => !all.includes(false));
  }

  /** Whether it was made for arguments of such sizes. */
  fits(given: Parts<Tensor>): boolean {
    const { outside, carry, inputs } = this.#sizes;
    return haveSizes(given.outside, outside) && haveSizes(given.carry, carry) && haveSizes(given.inputs, inputs);
  }

  /**
   * Runs the steps that are left.
   *
   * @param taken - how many have been taken; the carry is that before the next one
   * @param outputs - what the steps give out, one behind the other, is written there
   * @returns undefined where the numbers of a step do not hold
   */
  run(given: Parts<Tensor>, taken: number, outputs: readonly Float64Array[]): Ended | undefined {
    const { outside, carry, inputs } = partsMapped(given, this.known, along);
    const memory = this.#memory;
    let place = 0;
    for (const x of outside) place = this.#write(x, place);
    for (const x of carry) place = this.#write(x, place);
    const { loop } = this.#code;
    for (let i = 0; i < loop; i++) this.#functions[i]();
    const rows = inputs.map(elementsOf);
    const { length } = this.#extent;
    let [count, unfinished] = [taken, false];
    for (let goesOn = this.#tests || count < length; goesOn; ) {
      const some = Math.min(this.#steps, length - count);
      this.#enter(rows, count, some);
      const left = this.#functions[loop](some) as number;
      if (left === BROKEN) return undefined;
      unfinished = left === UNFINISHED;
      const done = unfinished ? some : some - left;
      this.#leave(outputs, count, done);
      count += done;
      goesOn = count < length && (unfinished || !this.#tests);
    }
    place = this.#code.carry;
    const read = (shape: readonly number[], size: number): Tensor => {
      const x = shape.length === 0 ? scalar(memory[place]) : fromData(copyOf(memory, place, size), shape);
      place += size;
      return x;
    };
    const last = this.#shapes.carry.map((shape, i) => {
      const known = this.known.carry[i];
      if (known === "none") return noneOf(shape);
      const x = read(shape, this.#sizes.carry[i]);
      return known === "all" ? x : withPresence(x, read(shape, this.#sizes.carry[i]));
    });
    return { carry: last, count, unfinished };
  }

  #write(x: Tensor, place: number): number {
    if (x.ndim === 0) this.#memory[place] = x.item();
    else this.#memory.set(elementsOf(x), place);
    return place + x.size;
  }

  /** Where the entries of some steps begin, among all of them. */
  #first(taken: number, some: number): number {
    const { length, reverse } = this.#extent;
    return reverse ? length - taken - some : taken;
  }

  #enter(rows: readonly Float64Array[], taken: number, some: number): void {
    const first = this.#first(taken, some);
    const { length } = this.#extent;
    for (let i = 0; i < rows.length; i++) {
      const size = rows[i].length / length;
      const part = some === length ? rows[i] : rows[i].subarray(first * size, (first + some) * size);
      this.#memory.set(part, this.#code.inputs[i]);
    }
  }

  #leave(outputs: readonly Float64Array[], taken: number, done: number): void {
    const first = this.#first(taken, done);
    for (let i = 0; i < outputs.length; i++) {
      const [size, from] = [this.#outputs[i], this.#code.outputs[i]];
      outputs[i].set(this.#memory.subarray(from, from + done * size), first * size);
    }
  }
}

function copyOf(memory: Float64Array, place: number, size: number): Float64Array {
  const out = allocate(size);
  for (let i = 0; i < size; i++) out[i] = memory[place + i];
  return out;
}

function haveSizes(xs: readonly Tensor[], sizes: readonly number[]): boolean {
  for (let i = 0; i < xs.length; i++) if (xs[i].size !== sizes[i]) return false;
  return true;
}

/** Writes a value to its place among others of its shape, which lie one behind the other. */
export function put(x: Tensor, out: Float64Array, k: number): void {
  if (x.ndim === 0) out[k] = x.item();
  else out.set(elementsOf(x), k * x.size);
}
