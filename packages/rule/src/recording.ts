import { isTensor, type Tensor } from "@wengert/array";
import { callSite } from "./anomaly.ts";
import { bindBelow } from "./bind.ts";
import type { Outputs, Rule } from "./contract.ts";
import { Interpreter, isTraced, Traced } from "./traced.ts";

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

/** An interpreter that writes down every operation on the values it traces, to walk the list afterwards. */
export abstract class Recording extends Interpreter {
  protected readonly lines: Line[] = [];
  protected slots: number = CONSTANT + 1;

  /** A value that the list begins with. */
  leaf(x: Tensor): Traced<number> {
    return new Traced(this, x, this.slots++);
  }

  /** The slot of a value on this list, or `CONSTANT`. */
  slotOf(x: Tensor): number {
    return isTraced(x) && x.interpreter === this ? (x.mark as number) : CONSTANT;
  }

  override process(rule: Rule, args: readonly Tensor[], attributes: object | undefined): Outputs {
    // Calls of few arguments are written out: an array whose length the compiler does not know costs far more.
    const n = args.length;
    const [x, z] = [args[0], args[1]];
    const primals =
      n === 1 ? [this.lower(x)] : n === 2 ? [this.lower(x), this.lower(z)] : args.map((x) => this.lower(x));
    const inputs =
      n === 1 ? [this.slotOf(x)] : n === 2 ? [this.slotOf(x), this.slotOf(z)] : args.map((x) => this.slotOf(x));
    const y = bindBelow(this, rule, primals, attributes);
    this.lines.push({ rule, attributes, primals, inputs, y, slot: this.slots, site: callSite() });
    if (isTensor(y)) return this.leaf(y);
    return Object.fromEntries(Object.entries(y).map(([key, part]) => [key, this.leaf(part)]));
  }
}
