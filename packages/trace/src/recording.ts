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

  override process(rule: Rule, args: Tensor[], attributes: object | undefined): Outputs {
    // Calls of few arguments are written out: an array whose length the compiler does not know costs far more.
    const n = args.length;
    const inputs =
      n === 1
        ? [this.slotOf(args[0])]
        : n === 2
          ? [this.slotOf(args[0]), this.slotOf(args[1])]
          : args.map((x) => this.slotOf(x));
    for (let i = 0; i < n; i++) if (inputs[i] !== CONSTANT) args[i] = (args[i] as Traced).primal;
    const primals: readonly Tensor[] = args;
    const y = bindBelow(this, rule, primals, attributes);
    this.lines.push({ rule, attributes, primals, inputs, y, slot: this.slots, site: callSite() });
    if (isTensor(y)) return this.leaf(y);
    return Object.fromEntries(Object.entries(y).map(([key, part]) => [key, this.leaf(part)]));
  }
}
