import type { Tensor } from "@wengert/array";
import { below, bindBelow, type Outputs, type Rule } from "@wengert/trace";
import { aligned, batchingOf } from "./aligned.ts";
import { authored } from "./authored.ts";
import { ManyValues } from "./manyvalues.ts";

/** Runs a program for many values at once. It knows no operation: a rule says how it computes many calls at once. */
export class Batch extends ManyValues {
  override process(rule: Rule, args: readonly Tensor[], attributes: object | undefined): Outputs {
    const batching = batchingOf(rule, attributes);
    if (batching === undefined) return authored(this, rule, args, attributes);
    this.report?.note(rule.name, "one call");
    const mapped = args.map((x) => this.isMapped(x));
    const xs = args.map((x) => this.lower(x));
    const y =
      typeof batching === "function"
        ? below(this, () => batching(xs, mapped, attributes))
        : bindBelow(this, rule, aligned(this, rule, batching, xs, mapped), attributes);
    return this.outputs(rule, y);
  }

  override another(): Batch {
    return new Batch(this.size, this.report);
  }
}
