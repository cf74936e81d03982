import type { Tensor } from "@wengert/array";
import { bindBelow } from "../bind.ts";
import type { Outputs, Rule } from "../contract.ts";
import { isAbsent } from "../dependence.ts";
import { stack } from "../frame.ts";
import { Arena, keep } from "../memory.ts";
import { partsOf } from "../outputs.ts";
import { ARGS, ATTRIBUTES, RULE, SLOT, VALUE } from "../recording.ts";
import type { Traced } from "../traced.ts";
import { attributed } from "../watch.ts";
import { Cotangents, cotangentsOfNumbers } from "./cotangents.ts";
import { NumberRecording } from "./numberrecording.ts";
import { cotangentOf, pass, pullBackLine } from "./pullbackline.ts";
import { pullBackNumbers } from "./pullbacknumbers.ts";
import { markRead } from "./reads.ts";

/** A value's place in the pullback: its slot, and the cotangent to start from. */
export type Seed = readonly [slot: number, ybar: Tensor];

/**
 * Reverse mode: writes down every operation on the values it traces, and walks the list back.
 *
 * The walk runs wherever it is called, not at the tape's own level: a pullback is an ordinary function, and may be
 * called long after the tape was closed, inside other transformations.
 */
export class Tape extends NumberRecording {
  override readonly differentiates: boolean = true;
  readonly #arena: Arena | undefined;
  readonly #once: boolean;
  /** The lines whose values are gone before they are walked back. */
  readonly #gone: Set<number> = new Set();

  /** @param arena - where its values live. The tape is then walked back only once, and frees them as it goes. */
  private constructor(arena: Arena | undefined, once: boolean) {
    super();
    this.#arena = arena;
    this.#once = once;
  }

  /** A tape that may be walked back again and again. */
  static lasting(): Tape {
    return new Tape(undefined, false);
  }

  /**
   * Runs `f` with a tape that is walked back at most once, while `f` runs. At the outermost level nothing else can hold
   * what it has recorded, so the memory of each value is used again once the walk has passed it.
   */
  static once<T>(f: (tape: Tape) => T): T {
    const arena = Arena.open();
    const tape = new Tape(arena, true);
    try {
      return f(tape);
    } finally {
      arena?.close();
      tape.releaseNumbers();
    }
  }

  /** How many operations there have been on values of this tape, those without derivative included. */
  get useCount(): number {
    return this.slots + this.otherUses;
  }

  /**
   * What a rule holds is needed until the lines that come after have been walked back. So it gets a line too, which has no
   * arguments to pass a cotangent on to.
   */
  override residual(rule: Rule, xs: readonly Tensor[], attributes: object | undefined): Outputs {
    const y = bindBelow(this, rule, xs, attributes);
    // Where the arena has lent nothing, none of its memory is in y.
    if (this.#arena?.busy !== true) return y;
    this.note(rule, y, attributes, []);
    return y;
  }

  /** A value as it is one level down, to be kept. */
  override lower(x: Tensor): Tensor {
    const low = super.lower(x);
    keep(low);
    return low;
  }

  protected override note(rule: Rule, y: Outputs, attributes: object | undefined, args: readonly Tensor[]): Outputs {
    const traced = super.note(rule, y, attributes, args);
    if (this.#arena?.busy === true) this.#holdOutputs(this.#arena, this.length - 1);
    return traced;
  }

  /**
   * Walks the list back from the seeds.
   *
   * @returns the cotangents of the leaves; those of other values are gone once they have been passed on
   */
  pullBack(seeds: readonly Seed[]): Cotangents {
    const arena = this.#arena;
    const { numbers } = this;
    const room = numbers && (this.#once ? numbers.cotangents : cotangentsOfNumbers(this.slots));
    const cotangents = new Cotangents(this.slots, arena, room);
    for (const [slot, ybar] of seeds) if (!isAbsent(ybar)) cotangents.add(slot, ybar);
    if (arena?.busy === true && stack.watches === 0) this.#letGo(arena, seeds);
    let left = this.slots;
    const { cells, starts } = this;
    for (let i = starts.length - 1, end = cells.length; i >= 0; i--) {
      const start = starts[i];
      const rule = cells[start + RULE] as Rule;
      const slot = cells[start + SLOT] as number;
      if (numbers !== undefined) pullBackNumbers(numbers, slot + 1, left, cotangents);
      left = slot;
      let ybar: unknown;
      if (rule.cotangent !== undefined && stack.watches === 0) {
        ybar = cotangents.takeAny(slot);
        if (ybar !== undefined) this.#pullBackSimple(start, end, rule, ybar as Tensor | number, cotangents);
      } else {
        const line = this.line(i);
        ybar = cotangentOf(line, cotangents);
        if (ybar !== undefined) pullBackLine(line, ybar, cotangents, Tape.lasting);
      }
      if (arena?.busy === true) this.#dropLine(arena, i, ybar);
      else if (this.#once) for (let at = start + VALUE; at < end; at++) cells[at] = undefined; // nobody needs it any more
      end = start;
    }
    if (numbers !== undefined) pullBackNumbers(numbers, 0, left, cotangents);
    return cotangents;
  }

  /**
   * Before the walk: frees values whose numbers nothing on the way back reads. Only now is it known who reads a value; and code of an author
   * may read any of them.
   */
  #letGo(arena: Arena, seeds: readonly Seed[]): void {
    const { cells, starts } = this;
    const read = new Uint8Array(this.slots);
    for (const [slot] of seeds) read[slot] = 1;
    if (!markRead({ cells, starts, slotOf: (x) => this.slotOf(x) }, arena, read)) return;
    for (let i = 0; i < starts.length; i++) {
      if (read[cells[starts[i] + SLOT] as number] === 1) continue;
      arena.drop(cells[starts[i] + VALUE] as Tensor);
      this.#gone.add(i);
    }
  }

  /** `pullBackLine` of a rule that states its cotangents one by one: most lines are such. */
  #pullBackSimple(start: number, end: number, rule: Rule, zbar: Tensor | number, cotangents: Cotangents): void {
    const { cells } = this;
    const z = cells[start + VALUE] as Tensor;
    const first = cells[start + ARGS] as Tensor;
    const x = this.below(first);
    const second = end - start === ARGS + 2 ? (cells[start + ARGS + 1] as Tensor) : undefined;
    const y = second === undefined ? undefined : this.below(second);
    const o = cells[start + ATTRIBUTES] as object | undefined;
    try {
      if (x !== first) pass(0, rule, zbar, z, x, y, o, (first as Traced<number>).mark, cotangents);
      if (y !== second) pass(1, rule, zbar, z, x, y, o, (second as Traced<number>).mark, cotangents);
    } catch (error) {
      throw attributed(rule.name, error, false);
    }
  }

  /** After an operation: the tape holds its value. Code of an author may retain its inputs, so their buffers are pinned. */
  #holdOutputs(arena: Arena, i: number): void {
    const start = this.starts[i];
    if ((this.cells[start + RULE] as Rule).builtIn)
      for (const part of partsOf(this.cells[start + VALUE])) arena.hold(part as Tensor);
    else for (const x of this.line(i).primals) arena.keep(x);
    arena.sweep();
  }

  /** After a line has been pulled back: nothing further back asks for its value, nor for its cotangent. */
  #dropLine(arena: Arena, i: number, ybar: unknown): void {
    for (const bar of ybar === undefined || typeof ybar === "number" ? [] : partsOf(ybar))
      if (bar !== undefined) arena.drop(bar);
    if (!this.#gone.has(i)) for (const part of partsOf(this.cells[this.starts[i] + VALUE])) arena.drop(part as Tensor);
    this.truncate(i);
    arena.sweep();
  }
}
