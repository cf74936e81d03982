import { isTensor, type Tensor } from "@wengert/array";
import { presenceOf } from "@wengert/array/author";
import {
  at,
  below,
  bindBelow,
  callSite,
  type Handle,
  Interpreter,
  isTag,
  isTraced,
  lookUp,
  type Outputs,
  outputsLike,
  ownValue,
  type Rule,
  readsNumbers,
  rowsOf,
  type Tag,
  Traced,
} from "@wengert/trace";
import { computed } from "../errors.ts";
import { isLoop } from "../loops/marks.ts";
import { formOf } from "./forms.ts";
import { callOf, listed, type Program, type Question, type Slot, type Step, type TagInput } from "./program.ts";
import { noTensor, refuseChanges, refuseDraws, watched } from "./refusals.ts";

/** What a captured value is: its slot, and whether it stands in place of a number. */
interface Mark {
  readonly slot: Slot;
  readonly number: boolean;
}

/** Writes down every operation on values of arguments and tags. They are computed, too, but the program cannot read their numbers. */
export class Capture extends Interpreter {
  override readonly records: boolean = true;
  override readonly lets: boolean = true;
  readonly #tags: Map<Tag, TagInput & { readonly value: Tensor | undefined }> = new Map();
  readonly #constants: Map<Slot, Tensor> = new Map();
  readonly #slotsOfConstants: Map<Tensor, Slot> = new Map();
  readonly #steps: Step[] = [];
  readonly #questions: Question[] = [];
  readonly #shapes: (readonly number[])[] = [];
  readonly #partial: Set<Slot> = new Set();

  constructor() {
    super();
    this.uses = refuseDraws;
    this.changes = refuseChanges;
  }

  /** A leaf of the arguments. */
  leaf(x: Tensor, number: boolean): Tensor {
    return this.#value(x, number);
  }

  /** What has been written down, of a program of these leaves that returns these values. */
  program(leaves: readonly Tensor[], results: readonly Tensor[]): Program {
    return {
      leaves: leaves.map((x) => this.#slotOf(x)),
      tags: Array.from(this.#tags.values(), ({ tag, slot, form }) => ({ tag, slot, form })),
      results: results.map((x) => this.#slotOf(x)),
      constants: this.#constants,
      steps: this.#steps,
      questions: this.#questions,
      shapes: this.#shapes,
      partial: this.#partial,
    };
  }

  override process(rule: Rule, args: Tensor[], attributes: object | undefined): Outputs {
    if (callSite() !== undefined) throw watched();
    return rule.builtIn || isLoop(rule) ? this.#call(rule, args, attributes) : this.#authored(rule, args, attributes);
  }

  #call(rule: Rule, args: readonly Tensor[], attributes: object | undefined): Outputs {
    const xs = args.map((x) => this.lower(x));
    const y = computed(() => bindBelow(this, rule, xs, attributes));
    const keys = isTensor(y) ? undefined : Object.keys(y);
    const parts = this.#note(rule.name, rule, attributes, args, listed(y, keys), keys, callOf(rule, attributes, keys));
    return outputsLike(y, parts) as Outputs;
  }

  /** A rule that is written in operations is followed; of one that reads numbers the call is written down. */
  #authored(rule: Rule, args: readonly Tensor[], attributes: object | undefined): Outputs {
    const { composite } = rule;
    const rest = attributes === undefined ? [] : [attributes];
    try {
      return at(this, () => (composite ? rule.impl(args, attributes) : rule.impl(...args, ...rest)));
    } catch (error) {
      if (!readsNumbers(error)) throw error;
    }
    try {
      return this.#call(rule, args, attributes);
    } catch (error) {
      if (rule.held !== "all" || (error as Error).name !== "ArgumentError") throw error;
      throw noTensor(rule.name);
    }
  }

  /** Code that reads the numbers of captured values: it is run again whenever the plan runs. */
  override each(
    f: (element: (x: Tensor) => Tensor) => readonly (Tensor | undefined)[],
  ): readonly (Tensor | undefined)[] {
    const read: Tensor[] = [];
    const places = new Map<Tensor, number>();
    const element = (x: Tensor): Tensor => {
      if (!this.#isOwn(x)) return x;
      if (!places.has(x)) places.set(x, read.push(x) - 1);
      return this.lower(x);
    };
    const found = computed(() => below(this, () => f(element)));
    const present = found.flatMap((part, k) => (part === undefined ? [] : [k]));
    const parts = this.#note(
      "derivative",
      undefined,
      undefined,
      read,
      present.map((k) => found[k] as Tensor),
      undefined,
      (xs) => {
        const again = f((x) => (places.has(x) ? xs[places.get(x) as number] : x));
        return present.map((k) => again[k] as Tensor);
      },
    );
    return found.map((_, k) => parts[present.indexOf(k)]);
  }

  #note(
    name: string,
    rule: Rule | undefined,
    attributes: object | undefined,
    args: readonly Tensor[],
    parts: readonly Tensor[],
    keys: readonly string[] | undefined,
    compute: Step["compute"],
  ): readonly Tensor[] {
    const inputs = args.map((x) => this.#slotOf(x));
    const values = parts.map((part) => this.#value(part));
    const outputs = values.map(({ mark }) => mark.slot);
    this.#steps.push({ name, rule, attributes, inputs, outputs, keys, compute });
    return values;
  }

  #value(x: Tensor, number: boolean = false): Traced<Mark> {
    const slot = this.#shapes.push(x.shape) - 1;
    if (presenceOf(x) !== undefined) this.#partial.add(slot);
    return new Traced<Mark>(this, x, { slot, number });
  }

  #isOwn(x: unknown): x is Traced<Mark> {
    return isTraced(x) && x.interpreter === this;
  }

  /** The slot of a value; a plain Tensor is a constant. */
  #slotOf(x: Tensor): Slot {
    if (this.#isOwn(x)) return x.mark.slot;
    const known = this.#slotsOfConstants.get(x);
    if (known !== undefined) return known;
    const slot = this.#shapes.push(x.shape) - 1;
    this.#constants.set(slot, x);
    this.#slotsOfConstants.set(x, slot);
    return slot;
  }

  override lookup(handle: Handle): Tensor | undefined {
    if (!isTag(handle)) return super.lookup(handle);
    const known = this.#tags.get(handle);
    if (known?.value !== undefined) return known.value;
    const own = lookUp(handle, this.beneath);
    const value = this.#value(own, typeof ownValue(handle) === "number");
    this.#tags.set(handle, { tag: handle, slot: value.mark.slot, form: formOf(handle), value });
    return value;
  }

  /** What a program reads of a tag in plain JavaScript would be the same for ever. */
  override standsIn(): boolean {
    return true;
  }

  override notices(tag: Tag): void {
    if (!this.#tags.has(tag)) this.#tags.set(tag, { tag, slot: undefined, form: formOf(tag), value: undefined });
  }

  override asked(x: Tensor, ask: (numbers: Tensor) => boolean, answer: boolean): void {
    this.#questions.push({ slot: this.#slotOf(x), ask, answer });
  }

  override asNumber(x: Tensor): Tensor {
    return new Traced<Mark>(this, this.lower(x), { slot: this.#slotOf(x), number: true });
  }

  override isNumber(x: Tensor): boolean {
    return this.#isOwn(x) && x.mark.number;
  }

  override rowsOf(x: Tensor): readonly Tensor[] {
    return rowsOf(x);
  }
}
