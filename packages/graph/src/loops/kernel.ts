import type { Tensor } from "@wengert/array";
import { elementsOf, fromData, scalar } from "@wengert/array/author";
import { type Linked, linked } from "../wasm/link.ts";
import { BROKEN, UNFINISHED } from "../wasm/loopbody.ts";
import { LoopedCode } from "../wasm/looped.ts";
import { type Along, alongOf, type Known, valueFrom } from "./known.ts";
import { copyOf, copyTo, marksOf, rowsAlong } from "./numbers.ts";
import { type Extent, type Parts, partsMapped } from "./parts.ts";
import { type LaidOutStep, type SpelledStep, spelledStep, type WrittenStep } from "./stepcells.ts";

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

/** Where numbers go that the steps give out; and their presence, where it may be wanted. */
export type Written = readonly Float64Array[];

/**
 * A loop as code that works in memory alone, for arguments of which so much is known: no Tensor is made between two steps. Or one step of it,
 * after which other things are known.
 */
export class LoopKernel {
  readonly #written: WrittenStep;
  readonly #along: Parts<Along>;
  readonly #next: readonly Known[];
  readonly #extent: Extent;
  readonly #steps: number;
  readonly #code: LoopedCode;
  readonly #memory: Float64Array;
  readonly #functions: Linked["functions"];
  /** Where the numbers of the carry are, once all is done. */
  readonly #last: number;
  readonly #outputs: readonly number[];

  /** Whether the numbers of an output are followed by its presence. */
  readonly partial: readonly boolean[];

  private constructor(
    written: WrittenStep,
    { known, next }: LaidOutStep,
    { step, partial }: SpelledStep,
    extent: Extent,
    steps: number,
    code: LoopedCode,
    { memory, functions }: Linked,
  ) {
    this.partial = partial;
    this.#written = written;
    this.#along = partsMapped(known, known, (all) => all.map(alongOf));
    this.#next = step.isOnly ? next : known.carry;
    this.#extent = extent;
    this.#steps = steps;
    this.#code = code;
    this.#memory = memory;
    this.#functions = functions;
    this.#outputs = step.outputs.map(({ length }) => length);
    const own = partial.reduce((count, yes) => count + (yes ? 2 : 1), 0);
    this.#last = step.isOnly ? (code.outputs[own] ?? 0) : code.carry;
  }

  /**
   * @param isOnly - whether it is for one step
   * @returns undefined where WebAssembly cannot be compiled
   */
  static of(written: WrittenStep, laidOut: LaidOutStep, extent: Extent, isOnly: boolean): LoopKernel | undefined {
    const spelled = spelledStep(laidOut, written, isOnly);
    const { step } = spelled;
    const each = [...step.inputs, ...step.outputs].reduce((sum, { length }) => sum + length, 0);
    const room = each === 0 ? 2 ** 30 : Math.max(1, Math.floor(ROOM / each));
    const steps = isOnly ? 1 : Math.min(extent.length, room);
    const code = new LoopedCode(step, extent.reverse, steps);
    const made = linked(code.bodies, code.imports, code.room);
    return made && new LoopKernel(written, laidOut, spelled, extent, steps, code, made);
  }

  /** The memory of the loop, in bytes. */
  get bytes(): number {
    return this.#memory.byteLength;
  }

  /**
   * Runs the steps that are left, or the one that it is for.
   *
   * @param taken - how many have been taken; the carry is that before the next one
   * @param most - so many it takes
   * @param outputs - what the steps give out, one behind the other, is written there: the numbers, and behind them where it may be wanted
   *   their presence
   * @returns undefined where the numbers of a step do not hold
   */
  run(given: Parts<Tensor>, taken: number, most: number, outputs: readonly Written[]): Ended | undefined {
    const memory = this.#memory;
    let place = this.#begin(given.carry, this.#along.carry, this.#begin(given.outside, this.#along.outside, 0));
    const { loop } = this.#code;
    for (let i = 0; i < loop; i++) this.#functions[i]();
    const rows = rowsAlong(given.inputs, this.#along.inputs);
    const out = outputs.flatMap((own, i) => (this.partial[i] ? own : own.slice(0, 1)));
    const { tests } = this.#written;
    const end = taken + most;
    let [count, unfinished] = [taken, false];
    for (let goesOn = tests || count < end; goesOn; ) {
      const some = Math.min(this.#steps, end - count);
      this.#enter(rows, count, some);
      const left = this.#functions[loop](some) as number;
      if (left === BROKEN) return undefined;
      unfinished = left === UNFINISHED;
      const done = unfinished ? some : some - left;
      this.#leave(out, count, done);
      count += done;
      goesOn = count < end && (unfinished || !tests);
    }
    place = this.#last;
    const last = this.#written.shapes.carry.map((shape, i) =>
      valueFrom(this.#next[i], shape, () => {
        const size = this.#next[i].length;
        place += size;
        return shape.length === 0 ? scalar(memory[place - 1]) : fromData(copyOf(memory, place - size, size), shape);
      }),
    );
    return { carry: last, count, unfinished };
  }

  /** Writes what goes along of some values, one behind the other. */
  #begin(xs: readonly Tensor[], along: readonly Along[], place: number): number {
    let end = place;
    for (let i = 0; i < xs.length; i++) {
      if (along[i] === "nothing") continue;
      end = this.#write(xs[i], end);
      if (along[i] === "both") end = this.#write(marksOf(xs[i]), end);
    }
    return end;
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
      copyTo(this.#memory, this.#code.inputs[i], rows[i], first * size, some * size);
    }
  }

  #leave(outputs: readonly Float64Array[], taken: number, done: number): void {
    const first = this.#first(taken, done);
    for (let i = 0; i < outputs.length; i++) {
      const [size, from] = [this.#outputs[i], this.#code.outputs[i]];
      copyTo(outputs[i], first * size, this.#memory, from, done * size);
    }
  }
}
