import { isTensor, showShape, type Tensor } from "@wengert/array";
import {
  AnomalyError,
  addTangents,
  CONSTANT,
  CotangentShapeError,
  firstOrderOnly,
  fits,
  type Line,
  Recording,
  type Rule,
  resolve,
  type Value,
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
  /**
   * Walks the list back from the seeds.
   *
   * @returns the cotangents of the leaves; all others have been let go as they were passed on
   */
  pullBack(seeds: readonly Seed[]): Gathered {
    const gathered = new Gathered(this.slots);
    for (const [slot, ybar] of seeds) gathered.add(slot, ybar);
    for (let i = this.lines.length - 1; i >= 0; i--) {
      const line = this.lines[i];
      const ybar = cotangentOf(line, gathered);
      if (ybar !== undefined) pullBackLine(line, ybar, gathered);
    }
    return gathered;
  }
}

/** The cotangents that have come together at each slot; they are added up when they are taken, in one go. */
export class Gathered {
  readonly #slots: (Tensor | Tensor[] | undefined)[];

  constructor(slots: number) {
    this.#slots = new Array(slots).fill(undefined);
  }

  add(slot: number, xbar: Tensor): void {
    const present = this.#slots[slot];
    if (present === undefined) this.#slots[slot] = xbar;
    else if (Array.isArray(present)) present.push(xbar);
    else this.#slots[slot] = [present, xbar];
  }

  /** The cotangent at a slot, undefined where there is none. It is handed over, and the slot is empty then. */
  take(slot: number): Tensor | undefined {
    const present = this.#slots[slot];
    this.#slots[slot] = undefined;
    return Array.isArray(present) ? addTangents(present) : present;
  }
}

/** The cotangent of a line's value, in the form of its outputs; undefined when nothing depends on it. */
function cotangentOf(line: Line, gathered: Gathered): unknown {
  if (isTensor(line.y)) return gathered.take(line.slot);
  const parts = Object.keys(line.y).map((key, k) => [key, gathered.take(line.slot + k)] as const);
  return parts.some(([, part]) => part !== undefined) ? Object.fromEntries(parts) : undefined;
}

/** Passes a line's cotangent on to its arguments, to those that are on the tape. */
function pullBackLine(line: Line, ybar: unknown, gathered: Gathered): void {
  const { rule, primals, y, attributes, inputs } = line;
  try {
    const xbars = rule.vjp === undefined ? transpose(line, ybar) : rule.vjp(ybar, primals, y, attributes, inputs);
    if (!Array.isArray(xbars) || xbars.length !== primals.length) throw miscounted(line, xbars);
    for (let k = 0; k < inputs.length; k++) {
      const xbar = inputs[k] === CONSTANT ? undefined : checked(rule, xbars[k], primals[k], k);
      if (xbar !== undefined) gathered.add(inputs[k], xbar);
    }
  } catch (error) {
    // A NaN in a pullback is blamed on the operation that is pulled back, not on the op inside that made it.
    if (error instanceof AnomalyError && line.site !== undefined) {
      throw new AnomalyError(rule.name, "the derivative of", line.site);
    }
    throw firstOrderOnly(rule.name, error);
  }
}

function miscounted({ rule, primals }: Line, xbars: unknown): CotangentShapeError {
  return new CotangentShapeError(
    `${rule.name}: the pullback returned ${Array.isArray(xbars) ? `an array of ${xbars.length}` : "no array"} for ` +
      `${primals.length} arguments. Return one per argument, null where there is none.`,
    rule.name,
  );
}

/** A cotangent as its author returned it, as a Tensor of the right shape. */
function checked(rule: Rule, entry: unknown, x: Tensor, k: number): Tensor | undefined {
  const value = typeof entry === "function" ? entry() : entry;
  if (value === null || value === undefined) return undefined;
  const xbar = resolve(value as Value, rule.name, k);
  if (fits(xbar, x)) return xbar;
  throw new CotangentShapeError(
    `${rule.name}: the pullback returned a cotangent of shape ${showShape(xbar.shape)} for argument ${k + 1}, which ` +
      `has shape ${showShape(x.shape)}. A cotangent has the shape of its argument.`,
    rule.name,
  );
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
      if (dpart === undefined || bar === undefined) return [];
      const slot = tape.slotOf(resolve(dpart as Value, rule.name));
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
