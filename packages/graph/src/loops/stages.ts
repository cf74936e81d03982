import type { Tensor } from "@wengert/array";
import { type Ended, LoopKernel, type Written } from "./kernel.ts";
import { coversAll, either, holdsFor, type Known } from "./known.ts";
import { type Extent, type Parts, partsMapped } from "./parts.ts";
import { type LaidOutStep, laidOut, type WrittenStep } from "./stepcells.ts";

/** For so many steps in a row there is code of their own. */
const FEW = 3;

/** With so many codes, new ones are made for less that is known. */
const MANY = 12;

/**
 * What runs a loop from one step on, where so much is known of its arguments: code for all steps that are left, since none changes what is
 * known, or for one of them.
 */
export class Stage {
  /** Of which elements is known whether they depend on anything. */
  readonly known: Parts<Known>;
  /** Whether the presence of an output is wanted, here or later. */
  readonly partial: readonly boolean[];
  readonly #kernel: LoopKernel;
  readonly #next: Stage | undefined;
  readonly #extent: Extent;

  /** @param next - what runs the step after this one; undefined where this runs it too */
  constructor(known: Parts<Known>, kernel: LoopKernel, next: Stage | undefined, extent: Extent) {
    this.known = known;
    this.partial = kernel.partial.map((own, i) => own || next?.partial[i] === true);
    this.#kernel = kernel;
    this.#next = next;
    this.#extent = extent;
  }

  /**
   * Runs the steps that are left.
   *
   * @param taken - how many have been taken; the carry is that before the next one
   * @param outputs - what the steps give out, one behind the other, is written there: the numbers, and their presence where it is wanted
   * @returns undefined where the numbers of a step do not hold
   */
  run(given: Parts<Tensor>, taken: number, outputs: readonly Written[]): Ended | undefined {
    const left = this.#extent.length - taken;
    if (this.#next === undefined) return this.#kernel.run(given, taken, left, outputs);
    const ended = this.#kernel.run(given, taken, Math.min(left, 1), outputs);
    if (ended === undefined || ended.count === taken) return ended;
    return this.#next.run({ ...given, carry: ended.carry }, ended.count, outputs);
  }
}

/**
 * The stages of a loop. A derivative may begin with a carry of which nothing depends on anything. What does after a step is told by what
 * does before it, as far as it is no matter of numbers, and soon it is the same after as before.
 */
export class Stages {
  readonly #written: WrittenStep;
  readonly #extent: Extent;
  readonly #stages: Stage[] = [];
  #bytes = 0;

  constructor(written: WrittenStep, extent: Extent) {
    this.#written = written;
    this.#extent = extent;
  }

  get isEmpty(): boolean {
    return this.#stages.length === 0;
  }

  /** The memory of their code. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The stage that runs a step, and all after it, if there is one already. */
  of({ outside, carry, inputs }: Parts<Tensor>): Stage | undefined {
    return this.#stages.find(
      ({ known }) => hold(known.carry, carry) && hold(known.inputs, inputs) && hold(known.outside, outside),
    );
  }

  /** The same; it is made where there is none yet. Undefined where the step is not straight code from end to end. */
  from(known: Parts<Known>): Stage | undefined {
    const found = this.#find(known);
    if (found !== undefined || this.#stages.length < MANY) return found ?? this.#made(known, FEW);
    // Each of these is for less than the one before, so there is a last one.
    const { known: before } = this.#stages[this.#stages.length - 1];
    return this.#made(partsMapped(known, before, eithers), 0);
  }

  #find(known: Parts<Known>): Stage | undefined {
    return this.#stages.find((stage) => coversAll(stage.known, known));
  }

  /** @param room - for so many more steps there may be code of their own */
  #made(known: Parts<Known>, room: number): Stage | undefined {
    const step = laidOut(this.#written, known);
    if (step === undefined) return undefined;
    const after = { ...known, carry: step.next };
    if (coversAll(known, after)) return this.#add(step, undefined);
    if (room === 0) {
      const less = { ...known, carry: eithers(known.carry, step.next) };
      return this.#find(less) ?? this.#made(less, 0);
    }
    const next = this.#find(after) ?? this.#made(after, room - 1);
    return next && this.#add(step, next);
  }

  #add(step: LaidOutStep, next: Stage | undefined): Stage | undefined {
    const kernel = LoopKernel.of(this.#written, step, this.#extent, next !== undefined);
    if (kernel === undefined) return undefined;
    this.#bytes += kernel.bytes;
    const stage = new Stage(step.known, kernel, next, this.#extent);
    this.#stages.push(stage);
    return stage;
  }
}

function hold(made: readonly Known[], xs: readonly Tensor[]): boolean {
  for (let i = 0; i < xs.length; i++) if (!holdsFor(made[i], xs[i])) return false;
  return true;
}

function eithers(a: readonly Known[], b: readonly Known[]): readonly Known[] {
  return a.map((own, i) => either(own, b[i]));
}
