import { isTensor, type Tensor } from "@wengert/array";
import { scalar } from "@wengert/array/author";
import { attributed } from "../anomaly.ts";
import { bindBelow, isNumber } from "../bind.ts";
import type { Outputs, Rule } from "../contract.ts";
import { Contribution } from "../contribution.ts";
import { isAbsent } from "../dependence.ts";
import { isOutermost, stack, within } from "../frame.ts";
import { Arena, keep } from "../memory.ts";
import { CONSTANT, type Line, Recording } from "../recording.ts";
import { partsOf } from "../region.ts";
import { returnedTangent } from "../returned.ts";
import { onesLike } from "../tangent.ts";
import type { Traced } from "../traced.ts";
import { Cotangents } from "./cotangents.ts";
import { cotangentOf, pullBackLine } from "./pullbackline.ts";

/** A value's place in the pullback: its slot, and the cotangent to start from. */
export type Seed = readonly [slot: number, ybar: Tensor];

/**
 * Reverse mode: writes down every operation on the values it traces, and walks the list back.
 *
 * The walk runs wherever it is called, not at the tape's own level: a pullback is an ordinary function, and may be
 * called long after the tape was closed, inside other transformations.
 */
export class Tape extends Recording {
  override readonly differentiates: boolean = true;
  readonly #arena: Arena | undefined;

  /** @param arena - where its values live. The tape is then walked back only once, and frees them as it goes. */
  private constructor(arena: Arena | undefined) {
    super();
    this.#arena = arena;
  }

  /** A tape that may be walked back again and again. */
  static lasting(): Tape {
    return new Tape(undefined);
  }

  /**
   * Runs `f` with a tape that is walked back at most once, while `f` runs. At the outermost level nothing else can hold
   * what it has recorded, so the memory of each value is used again once the walk has passed it.
   */
  static once<T>(f: (tape: Tape) => T): T {
    const arena = isOutermost() ? Arena.open() : undefined;
    try {
      return f(new Tape(arena));
    } finally {
      arena?.close();
    }
  }

  /**
   * What a rule holds is needed until the lines that come after have been walked back. So it gets a line too, which has no
   * arguments to pass a cotangent on to.
   */
  override residual(rule: Rule, xs: readonly Tensor[], attributes: object | undefined): Outputs {
    const y = bindBelow(this, rule, xs, attributes);
    if (this.#arena === undefined) return y;
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
    const cotangents = new Cotangents(this.slots, arena);
    for (const [slot, ybar] of seeds) if (!isAbsent(ybar)) cotangents.add(slot, ybar);
    for (let i = this.length - 1; i >= 0; i--) {
      const rule = this.ruleAt(i);
      let ybar: unknown;
      if (rule.cotangent !== undefined && stack.watches === 0) {
        ybar = cotangents.takeAny(this.slotAt(i));
        if (ybar === undefined) continue;
        this.#pullBackSimple(i, rule, ybar as Tensor | number, cotangents);
      } else {
        const line = this.line(i);
        ybar = cotangentOf(line, cotangents);
        if (ybar !== undefined) pullBackLine(line, ybar, cotangents, transpose);
      }
      if (arena?.busy === true) this.#dropLine(arena, i, ybar);
    }
    return cotangents;
  }

  /** `pullBackLine` of a simple rule: most lines are such. */
  #pullBackSimple(i: number, rule: Rule, zbar: Tensor | number, cotangents: Cotangents): void {
    const first = this.argAt(i, 0);
    const x = this.below(first);
    const second = this.countAt(i) === 2 ? this.argAt(i, 1) : undefined;
    const y = second === undefined ? undefined : this.below(second);
    if (x !== first) this.#pass(i, 0, rule, zbar, x, y, first, cotangents);
    if (y !== second) this.#pass(i, 1, rule, zbar, x, y, second as Tensor, cotangents);
  }

  /** Passes a cotangent of line number i on to argument number k. */
  #pass(
    i: number,
    k: number,
    rule: Rule,
    zbar: Tensor | number,
    x: Tensor,
    y: Tensor | undefined,
    to: Tensor,
    cotangents: Cotangents,
  ): void {
    const slot = (to as Traced<number>).mark;
    const z = this.valueAt(i) as Tensor;
    try {
      if (typeof zbar === "number" && rule.slope !== undefined && isNumber(z)) {
        const slope = rule.slope(k, z, x, y);
        const factor =
          typeof slope === "number" ? slope : isNumber(slope as Tensor) ? (slope as Tensor).item() : undefined;
        if (factor !== undefined) {
          cotangents.addNumber(slot, slope === 1 ? zbar : zbar * factor + 0);
          return;
        }
      }
      const given = typeof zbar === "number" ? scalar(zbar) : zbar;
      const xbar = rule.cotangent?.(k, given, z, x, y, this.attributesAt(i));
      if (xbar instanceof Contribution) cotangents.addContribution(slot, xbar);
      else if (xbar !== undefined && !isAbsent(xbar)) cotangents.add(slot, xbar);
    } catch (error) {
      throw attributed(rule.name, error, false);
    }
  }

  /** After an operation: the tape holds its value. Code of an author may retain its inputs, so their buffers are pinned. */
  #holdOutputs(arena: Arena, i: number): void {
    if (this.ruleAt(i).builtIn) for (const part of partsOf(this.valueAt(i))) arena.hold(part as Tensor);
    else for (const x of this.line(i).primals) arena.keep(x);
    arena.sweep();
  }

  /** After a line has been pulled back: nothing further back asks for its value, nor for its cotangent. */
  #dropLine(arena: Arena, i: number, ybar: unknown): void {
    for (const bar of ybar === undefined || typeof ybar === "number" ? [] : partsOf(ybar))
      if (bar !== undefined) arena.drop(bar);
    for (const part of partsOf(this.valueAt(i))) arena.drop(part as Tensor);
    this.truncate(i);
    arena.sweep();
  }
}

/**
 * The pullback of a rule that has only a pushforward: that is linear in the tangents, so taping it over them, at any
 * tangents at all, and walking back gives its transpose.
 */
function transpose(line: Line, ybar: unknown): readonly (Tensor | undefined)[] {
  const { rule, primals, inputs, y, attributes } = line;
  const tape = Tape.lasting();
  const [seeds, slots] = within(tape, () => {
    const dxs = primals.map((x, k) => (inputs[k] === CONSTANT ? undefined : tape.leaf(onesLike(x))));
    const dy = rule.jvp?.(dxs, primals, y, attributes);
    const parts = isTensor(y) ? [[dy, ybar]] : Object.keys(y).map((key) => [part(dy, key), part(ybar, key)]);
    const seeds = parts.flatMap(([dpart, bar]) => {
      const tangent = bar === undefined ? undefined : returnedTangent(rule, dpart, bar as Tensor);
      if (tangent === undefined) return [];
      const slot = tape.slotOf(tangent);
      return slot === CONSTANT ? [] : [[slot, bar as Tensor] as const];
    });
    return [seeds, dxs.map((dx) => dx?.mark)];
  });
  const bars = tape.pullBack(seeds);
  return slots.map((slot) => (slot === undefined ? undefined : bars.take(slot)));
}

function part(outputs: unknown, key: string): unknown {
  return (outputs as Record<string, unknown> | undefined)?.[key];
}
