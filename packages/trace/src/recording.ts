import { isTensor, type Tensor } from "@wengert/array";
import { bindBelow } from "./bind.ts";
import { bindBelow1, bindBelow2 } from "./bindfew.ts";
import type { Outputs, Rule } from "./contract.ts";
import { stack } from "./frame.ts";
import { rowsOf } from "./rows.ts";
import { Interpreter, isTraced, Traced } from "./traced.ts";
import { callSite } from "./watch.ts";

/** One line of a Wengert list. Every value has a slot: leaves, and each output of each operation. */
export interface Line {
  readonly rule: Rule;
  readonly attributes: object | undefined;
  readonly primals: readonly Tensor[];
  /** The slots of the arguments, `CONSTANT` for what is constant to this list. */
  readonly inputs: readonly number[];
  readonly y: Outputs;
  /** The slot of the first output; the others follow, in the order of the keys. */
  readonly slot: number;
  /** Where the operation was called, while anomalies are being looked for. */
  readonly site: string | undefined;
}

/** In place of a slot. No value has this one, so that a line's `inputs` also say which cotangents are needed. */
export const CONSTANT: 0 = 0;

/** Where the parts of a line stand in the list, from its start on. The arguments follow. */
export const RULE = 0;
export const VALUE = 1;
export const SLOT = 2;
export const ATTRIBUTES = 3;
export const ARGS = 4;

const NONE: readonly Line[] = [];

/**
 * An interpreter that writes down every operation on the values it traces, to walk the list afterwards.
 *
 * The list is one array, not an object for each line: to write a scalar operation down must not cost more than to compute it.
 */
export abstract class Recording extends Interpreter {
  /** The parts of all lines: rule, value, slot, attributes, and the arguments as they came, traced or not. */
  protected readonly cells: unknown[] = [];
  /** Where each line begins. */
  protected readonly starts: number[] = [];
  /** Where operations were called, by line, while anomalies are being looked for. */
  #sites: Map<number, string> | undefined;
  #lines: readonly Line[] = NONE;
  protected slots: number = CONSTANT + 1;

  /** A value that the list begins with. */
  leaf(x: Tensor): Traced<number> {
    return new Traced(this, x, this.slots++);
  }

  override rowsOf(x: Tensor): readonly Tensor[] {
    return rowsOf(x);
  }

  /** A value that is written down moves as it did before. */
  override directionOf(x: Tensor): Tensor | undefined {
    return this.directionBelow(x);
  }

  /** The slot of a value on this list, or `CONSTANT`. */
  slotOf(x: Tensor): number {
    return isTraced(x) && x.interpreter === this ? (x.mark as number) : CONSTANT;
  }

  /** The lines, in order. */
  protected get lines(): readonly Line[] {
    if (this.#lines.length !== this.length) this.#lines = this.starts.map((_, i) => this.line(i));
    return this.#lines;
  }

  /** How many lines there are. */
  protected get length(): number {
    return this.starts.length;
  }

  protected line(i: number): Line {
    const { cells } = this;
    const start = this.starts[i];
    const end = i + 1 < this.starts.length ? this.starts[i + 1] : cells.length;
    const primals: Tensor[] = [];
    const inputs: number[] = [];
    for (let at = start + ARGS; at < end; at++) {
      const x = cells[at] as Tensor;
      primals.push(this.below(x));
      inputs.push(this.slotOf(x));
    }
    return {
      rule: cells[start + RULE] as Rule,
      attributes: cells[start + ATTRIBUTES] as object | undefined,
      primals,
      inputs,
      y: cells[start + VALUE] as Outputs,
      slot: cells[start + SLOT] as number,
      site: this.#sites?.get(i),
    };
  }

  /** Forgets the lines from number `i` on. */
  protected truncate(i: number): void {
    this.cells.length = this.starts[i];
    this.starts.length = i;
  }

  /** A value as it is one level down. */
  protected below(x: Tensor): Tensor {
    // Of a plain Tensor the property is undefined: asking for it is faster than asking what x is.
    return (x as Traced).interpreter === this ? (x as Traced).primal : x;
  }

  override process(rule: Rule, args: Tensor[], attributes: object | undefined): Outputs {
    const primals = args.map((x) => this.below(x));
    return this.note(rule, bindBelow(this, rule, primals, attributes), attributes, args);
  }

  override process1(rule: Rule, x: Tensor, attributes: object | undefined): Outputs {
    return this.note(rule, bindBelow1(this, rule, this.below(x), attributes), attributes, [x]);
  }

  override process2(rule: Rule, x: Tensor, y: Tensor, attributes: object | undefined): Outputs {
    return this.note(rule, bindBelow2(this, rule, this.below(x), this.below(y), attributes), attributes, [x, y]);
  }

  /** Writes a line down, and returns its value, traced. */
  protected note(rule: Rule, y: Outputs, attributes: object | undefined, args: readonly Tensor[]): Outputs {
    if (stack.watches > 0) {
      this.#sites ??= new Map();
      this.#sites.set(this.length, callSite() as string);
    }
    this.starts.push(this.cells.push(rule, y, this.slots, attributes) - ARGS);
    for (const x of args) this.cells.push(x);
    // A rule that states its cotangents one by one has one value; to ask what something is takes longer.
    if (rule.cotangent !== undefined || isTensor(y)) return new Traced(this, y as Tensor, this.slots++);
    return Object.fromEntries(Object.entries(y).map(([key, part]) => [key, this.leaf(part)]));
  }
}
