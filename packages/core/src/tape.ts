import { type Arena, isLending, isTensor, notLending, type Tensor } from "@wengert/array";
import {
  addTangents,
  blamed,
  CONSTANT,
  type Line,
  type Outputs,
  partsOf,
  Recording,
  type Rule,
  refuseNaNDerivative,
  returnedCotangent,
  returnedCotangents,
  returnedTangent,
  within,
  zerosLike,
} from "@wengert/rule";

/** A value's place in the pullback: its slot, and the cotangent to start from. */
export type Seed = readonly [slot: number, ybar: Tensor];

/**
 * Reverse mode: writes down every operation on the values it traces, and walks the list back.
 *
 * The walk runs wherever it is called, not at the tape's own level: a pullback is an ordinary function, and may be
 * called long after the tape was closed, inside other transformations.
 */
export class Tape extends Recording {
  readonly #arena: Arena | undefined;

  /** @param arena - where its values live; it is walked back only once then, and gives them up as it goes */
  constructor(arena?: Arena) {
    super();
    this.#arena = arena;
  }

  override process(rule: Rule, args: Tensor[], attributes: object | undefined): Outputs {
    const outputs = super.process(rule, args, attributes);
    if (this.#arena?.busy === true) settle(this.#arena, this.lines[this.lines.length - 1]);
    return outputs;
  }

  /**
   * Walks the list back from the seeds.
   *
   * @returns the cotangents of the leaves; all others have been let go as they were passed on
   */
  pullBack(seeds: readonly Seed[]): Gathered {
    const arena = this.#arena;
    const gathered = new Gathered(this.slots, arena);
    for (const [slot, ybar] of seeds) gathered.add(slot, ybar);
    for (let i = this.lines.length - 1; i >= 0; i--) {
      const line = this.lines[i];
      const ybar = cotangentOf(line, gathered);
      if (ybar !== undefined) pullBackLine(line, ybar, gathered);
      if (arena?.busy !== true) continue;
      this.lines.length = i;
      letGo(arena, line, ybar);
    }
    return gathered;
  }
}

/** After an operation: the tape holds its value, unless that was made by code that may keep things. */
function settle(arena: Arena, { rule, primals, y }: Line): void {
  if (rule.transient !== true) for (const x of primals) arena.keep(x);
  else for (const part of partsOf(y)) arena.hold(part as Tensor);
  arena.sweep();
}

/** When a line has been pulled back, nothing further back asks for its value, nor for its cotangent. */
function letGo(arena: Arena, { y }: Line, ybar: unknown): void {
  for (const bar of ybar === undefined ? [] : partsOf(ybar)) if (bar !== undefined) arena.drop(bar);
  for (const part of partsOf(y)) arena.drop(part as Tensor);
  arena.sweep();
}

/** The cotangents that have come together at each slot; they are added up when they are taken, in one go. */
export class Gathered {
  readonly #slots: (Tensor | Tensor[] | undefined)[];
  readonly #arena: Arena | undefined;

  constructor(slots: number, arena: Arena | undefined) {
    this.#slots = new Array(slots).fill(undefined);
    this.#arena = arena;
  }

  add(slot: number, xbar: Tensor): void {
    if (this.#arena?.busy === true) this.#arena.hold(xbar);
    const present = this.#slots[slot];
    if (present === undefined) this.#slots[slot] = xbar;
    else if (Array.isArray(present)) present.push(xbar);
    else this.#slots[slot] = [present, xbar];
  }

  /** The cotangent at a slot, undefined where there is none. It is handed over with its hold; the slot is empty then. */
  take(slot: number): Tensor | undefined {
    const present = this.#slots[slot];
    this.#slots[slot] = undefined;
    if (!Array.isArray(present)) return present;
    const total = addTangents(present);
    this.#arena?.hold(total);
    for (const xbar of present) this.#arena?.drop(xbar);
    return total;
  }
}

/** The cotangent of a line's value, in the form of its outputs; undefined when nothing depends on it. */
function cotangentOf(line: Line, gathered: Gathered): unknown {
  const { rule, y, slot, site } = line;
  try {
    if (isTensor(y)) return gathered.take(slot);
    const parts = Object.keys(y).map((key, k) => [key, gathered.take(slot + k)] as const);
    return parts.some(([, part]) => part !== undefined) ? Object.fromEntries(parts) : undefined;
  } catch (error) {
    throw blamed(rule.name, error, true, site); // cotangents that do not add up: ∞ and −∞
  }
}

/** Passes a line's cotangent on to its arguments, to those that are on the tape. */
function pullBackLine(line: Line, ybar: unknown, gathered: Gathered): void {
  const { rule, primals, inputs, site } = line;
  try {
    const returned = rule.transient === true || !isLending() ? cotangents(line, ybar) : shown(line, ybar);
    const xbars = returnedCotangents(rule, returned, primals.length);
    for (let k = 0; k < inputs.length; k++) {
      const xbar = inputs[k] === CONSTANT ? undefined : returnedCotangent(rule, xbars[k], primals[k], k);
      if (xbar === undefined) continue;
      if (site !== undefined) refuseNaNDerivative(rule.name, partsOf(ybar), primals, [xbar], site);
      gathered.add(inputs[k], xbar);
    }
  } catch (error) {
    throw blamed(rule.name, error, rule.vjp === undefined, site);
  }
}

function cotangents(line: Line, ybar: unknown): readonly unknown[] {
  const { rule, primals, y, attributes, inputs } = line;
  return rule.vjp === undefined ? transpose(line, ybar) : rule.vjp(ybar, primals, y, attributes, inputs);
}

/** The same by code that may keep what it is shown, and what it makes. */
function shown(line: Line, ybar: unknown): readonly unknown[] {
  return notLending(partsOf(ybar), () => {
    const xbars = cotangents(line, ybar);
    if (!Array.isArray(xbars)) return xbars;
    return xbars.map((entry, k) => (line.inputs[k] !== CONSTANT && typeof entry === "function" ? entry() : entry));
  });
}

/**
 * The pullback of a rule that has only a pushforward: that is linear in the tangents, so taping it over them, at any
 * tangents at all, and walking back gives its transpose.
 */
function transpose(line: Line, ybar: unknown): readonly (Tensor | undefined)[] {
  const { rule, primals, inputs, y, attributes } = line;
  const tape = new Tape();
  const [seeds, slots] = within(tape, () => {
    const dxs = primals.map((x, k) => (inputs[k] === CONSTANT ? undefined : tape.leaf(zerosLike(x))));
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
