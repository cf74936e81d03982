import { isTensor, type Tensor, WengertError } from "@wengert/array";
import { unflatten } from "@wengert/tree";
import { withoutDerivatives } from "./beneath.ts";
import { bind, bindBelow } from "./bind.ts";
import { type Outputs, type Rule, ruleOf } from "./contract.ts";
import { Environment, lookUp } from "./environment.ts";
import { refusePromise } from "./errors.ts";
import { type Handle, within } from "./frame.ts";
import { type Leaves, leavesOf } from "./leaves.ts";
import { keep } from "./memory.ts";
import { Replay } from "./replay.ts";
import { rowsOf } from "./rows.ts";
import type { Tag } from "./tag.ts";
import { Interpreter, isTraced, Traced } from "./traced.ts";

/**
 * A piece of program as one operation: a closed function, made by substitution.
 *
 * Its body runs once without derivatives, while every value from outside that is differentiated is noted: traced values
 * that it closes over, arguments, tags. Of exactly those values it is then an ordinary rule, whose derivatives
 * run the body again with other values in their place. Nothing that is computed inside lands on an outer tape, nothing
 * that is closed over is missed, and regions nest.
 */
export class Region {
  readonly #op: string;
  readonly #body: () => unknown;
  readonly #handles: readonly Handle[];
  readonly #constants: ReadonlyMap<Handle, Tensor>;
  readonly #outputs: Leaves;
  /** So that numbers drawn inside are the same in every run. */
  readonly #replay = new Replay();
  /** What the handles stand for where the region is called. */
  readonly #values: readonly Tensor[];

  /** @param op - whose region it is; named in errors */
  constructor(op: string, body: () => unknown) {
    const recorder = new Recorder();
    this.#op = op;
    this.#body = body;
    const outputs = this.#replay.run(recorder, () => within(recorder, () => this.#leaves()));
    this.#outputs = { ...outputs, values: outputs.values.map((y) => recorder.lower(y)) };
    this.#handles = [...recorder.followed.keys()];
    this.#values = [...recorder.followed.values()];
    this.#constants = recorder.constants;
  }

  #leaves(): Leaves {
    const y = this.#body();
    refusePromise(this.#op, y);
    return leavesOf(this.#op, y);
  }

  /** Runs the body where the noted handles stand for `xs`. Returns its output's leaves. */
  run(xs: readonly Tensor[]): readonly Tensor[] {
    const bindings = new Map(this.#handles.map((handle, i) => [handle, xs[i]]));
    const inside = new Environment(bindings, this.#constants);
    const { values, paths } = this.#replay.run(inside, () => within(inside, () => this.#leaves()));
    const expected = this.#outputs.paths;
    if (paths.length === expected.length && paths.every((path, i) => path === expected[i])) return values;
    throw new WengertError(
      `${this.#op}: the function returned the leaves [${paths.join(", ")}], and [${expected.join(", ")}] when it was run first. It is run ` +
        "again for its derivative, so it must not depend on anything that changes in between.",
      this.#op,
    );
  }

  /** The region's value as an operation on the noted values, with these derivatives. */
  call(derivatives: Pick<Rule, "jvp" | "vjp">): unknown {
    const { values, structure } = this.#outputs;
    // The value is computed beneath all derivatives, where the arguments are the values of the first run.
    const rule = ruleOf({
      name: this.#op,
      impl: () => outputsOf(values),
      composite: true,
      inlined: true,
      ...derivatives,
    });
    return unflatten(structure, partsOf(bind(rule, this.#values)) as readonly unknown[]);
  }
}

/** Output leaves as the outputs of a rule: one Tensor, or several by their position. */
export function outputsOf(leaves: readonly Tensor[]): Outputs;
export function outputsOf(leaves: readonly (Tensor | undefined)[]): unknown;
export function outputsOf(leaves: readonly (Tensor | undefined)[]): unknown {
  return leaves.length === 1 ? leaves[0] : Object.fromEntries(leaves.map((leaf, i) => [i, leaf]));
}

/** A list in the form of these outputs. */
export function outputsLike(y: Outputs, parts: readonly (Tensor | undefined)[]): unknown {
  return isTensor(y) ? parts[0] : Object.fromEntries(Object.keys(y).map((key, k) => [key, parts[k]]));
}

/** The inverse of `outputsOf`. */
export function partsOf(outputs: unknown): readonly (Tensor | undefined)[] {
  return isTensor(outputs) ? [outputs] : Object.values(outputs as Record<string, Tensor | undefined>);
}

/**
 * Shows values without derivatives in place of all that is differentiated further out, and notes each handle and what
 * it stood for. A function that has run inside one is a closed function of exactly those values.
 *
 * What is computed from them is traced: the function runs again with other values in their place, where something that it
 * kept from this run (in a cache, a variable) would be a constant. Used there, it is an escaped value.
 */
export class Recorder extends Interpreter {
  override readonly differentiates: boolean = true;
  /** Handles that are followed further out, and the traced values that they stood for. */
  readonly followed: Map<Handle, Tensor> = new Map();
  /** What nobody follows: constants of the function, whatever follows them later. */
  readonly constants: Map<Handle, Tensor> = new Map();
  readonly #shown: Map<Handle, Tensor> = new Map();
  readonly #all: boolean;

  /** @param all - whether values that are traced but not differentiated are noted as well */
  constructor(all: boolean = false) {
    super();
    this.#all = all;
  }

  /** A value in place of one that may be differentiated further out. */
  show(x: Tensor): Tensor {
    const shown = withoutDerivatives(x);
    if (shown !== x) keep(shown);
    return new Traced(this, shown, undefined);
  }

  override process(rule: Rule, args: Tensor[], attributes: object | undefined): Outputs {
    const xs = args.map((x) => this.lower(x));
    const y = bindBelow(this, rule, xs, attributes);
    return outputsLike(
      y,
      partsOf(y).map((part) => new Traced(this, part as Tensor, undefined)),
    ) as Outputs;
  }

  override lookup(handle: Handle): Tensor {
    const known = super.lookup(handle) ?? this.#shown.get(handle) ?? this.constants.get(handle);
    if (known !== undefined) return known;
    const found = lookUp(handle, this.beneath);
    if (this.#all ? !isTraced(found) : found === withoutDerivatives(found)) {
      this.constants.set(handle, found);
      return found;
    }
    const shown = this.show(found);
    this.followed.set(handle, found);
    this.#shown.set(handle, shown);
    return shown;
  }

  override standsIn(tag: Tag): boolean | undefined {
    return this.followed.has(tag) ? true : this.constants.has(tag) ? false : undefined;
  }

  override rowsOf(x: Tensor): readonly Tensor[] {
    return rowsOf(x);
  }
}
