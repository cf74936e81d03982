import { isTensor, type Tensor } from "@wengert/array";
import { attributed, refuseNaNDerivative } from "./anomaly.ts";
import { bindBelow } from "./bind.ts";
import type { Outputs, Rule } from "./contract.ts";
import { Contribution } from "./contribution.ts";
import { Cotangents } from "./cotangents.ts";
import { isAbsent } from "./dependence.ts";
import { isOutermost, within } from "./frame.ts";
import { Arena, isLending, keep, notLending } from "./memory.ts";
import { CONSTANT, type Line, Recording } from "./recording.ts";
import { partsOf } from "./region.ts";
import { evaluated, returnedCotangent, returnedCotangents, returnedTangent } from "./returned.ts";
import { onesLike } from "./tangent.ts";

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
    const line = { rule, attributes, primals: [], inputs: [], y, slot: this.slots, site: undefined };
    this.slots += partsOf(y).length;
    this.lines.push(line);
    if (this.#arena.busy) holdOutputs(this.#arena, line);
    return y;
  }

  /** A value as it is one level down, to be kept. */
  override lower(x: Tensor): Tensor {
    const low = super.lower(x);
    keep(low);
    return low;
  }

  override process(rule: Rule, args: Tensor[], attributes: object | undefined): Outputs {
    const outputs = super.process(rule, args, attributes);
    if (this.#arena?.busy === true) holdOutputs(this.#arena, this.lines[this.lines.length - 1]);
    return outputs;
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
    for (let i = this.lines.length - 1; i >= 0; i--) {
      const line = this.lines[i];
      const ybar = cotangentOf(line, cotangents);
      if (ybar !== undefined) pullBackLine(line, ybar, cotangents);
      if (arena?.busy !== true) continue;
      this.lines.length = i;
      dropLine(arena, line, ybar);
    }
    return cotangents;
  }
}

/** After an operation: the tape holds its value. Code of an author may retain its inputs, so their buffers are pinned. */
function holdOutputs(arena: Arena, { rule, primals, y }: Line): void {
  if (!rule.builtIn) for (const x of primals) arena.keep(x);
  else for (const part of partsOf(y)) arena.hold(part as Tensor);
  arena.sweep();
}

/** After a line has been pulled back: nothing further back asks for its value, nor for its cotangent. */
function dropLine(arena: Arena, { y }: Line, ybar: unknown): void {
  for (const bar of ybar === undefined ? [] : partsOf(ybar)) if (bar !== undefined) arena.drop(bar);
  for (const part of partsOf(y)) arena.drop(part as Tensor);
  arena.sweep();
}

/** The cotangent of a line's value, in the form of its outputs; undefined when nothing depends on it. */
function cotangentOf(line: Line, cotangents: Cotangents): unknown {
  const { rule, y, slot, site } = line;
  try {
    if (isTensor(y)) return cotangents.take(slot);
    const parts = Object.keys(y).map((key, k) => [key, cotangents.take(slot + k)] as const);
    return parts.some(([, part]) => part !== undefined) ? Object.fromEntries(parts) : undefined;
  } catch (error) {
    throw attributed(rule.name, error, true, site); // cotangents that do not add up: ∞ and −∞
  }
}

/** Passes a line's cotangent on to its arguments, to those that are on the tape. */
function pullBackLine(line: Line, ybar: unknown, cotangents: Cotangents): void {
  const { rule, primals, inputs, site } = line;
  try {
    const xbars = rule.builtIn || !isLending() ? pullBackRule(line, ybar) : pullBackAuthored(line, ybar);
    for (let k = 0; k < inputs.length; k++) {
      if (inputs[k] === CONSTANT) continue;
      const value = evaluated(rule, xbars[k], k);
      // What the library's own rules return needs no check.
      if (value instanceof Contribution) {
        cotangents.add(inputs[k], value);
        continue;
      }
      const xbar = rule.builtIn && isTensor(value) ? value : returnedCotangent(rule, value, primals[k], k);
      if (xbar === undefined || isAbsent(xbar)) continue;
      if (site !== undefined) refuseNaNDerivative(rule.name, partsOf(ybar), primals, [xbar], site);
      cotangents.add(inputs[k], xbar);
    }
  } catch (error) {
    throw attributed(rule.name, error, rule.vjp === undefined, site);
  }
}

function pullBackRule(line: Line, ybar: unknown): readonly unknown[] {
  const { rule, primals, y, attributes, inputs } = line;
  if (rule.vjp === undefined) return transpose(line, ybar);
  const returned = rule.vjp(ybar, primals, y, attributes);
  return rule.builtIn ? (returned as readonly unknown[]) : returnedCotangents(rule, returned, inputs);
}

/** The same of an author's rule: a pullback that may retain its inputs. Their buffers are pinned. */
function pullBackAuthored(line: Line, ybar: unknown): readonly unknown[] {
  return notLending(partsOf(ybar), () => {
    const xbars = pullBackRule(line, ybar);
    return xbars.map((entry, k) => (line.inputs[k] === CONSTANT ? entry : evaluated(line.rule, entry, k)));
  });
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
