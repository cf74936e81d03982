import { ArgumentError, type Tensor } from "@wengert/array";
import { unflatten } from "@wengert/tree";
import { ruleOf } from "../authored/authored.ts";
import { bind } from "../bind.ts";
import type { Rule } from "../contract.ts";
import { Environment } from "../environment.ts";
import { refusePromise } from "../errors.ts";
import { type Handle, within } from "../frame.ts";
import { type Leaves, leavesOf } from "../leaves.ts";
import { outputsOf, partsOf } from "../outputs.ts";
import { isTraced } from "../traced.ts";
import { Recorder } from "./recorder.ts";
import { Replay } from "./replay.ts";

/**
 * A piece of program as one operation: a closed function, made by substitution.
 *
 * Its body runs once without derivatives, while every value from outside that is differentiated is noted: traced values
 * that it closes over, arguments, tags. Of exactly those values it is then an ordinary rule, whose derivatives
 * run the body again with other values in their place. Nothing that is computed inside lands on an outer tape, nothing
 * that is closed over is missed, and regions nest.
 *
 * Where it also uses values that an interpreter of values traces (`vmap`), derivatives further out than that interpreter are
 * not noted: there its operations are seen one by one, as the interpreter carries them out.
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
    this.#op = op;
    this.#body = body;
    let recorder = new Recorder();
    let outputs = this.#recorded(recorder);
    // What an interpreter of values traces is not followed, so nothing further out may be that is only written down.
    if (Array.from(recorder.constants.values()).some(isTraced)) {
      recorder = new Recorder(0, true);
      outputs = this.#recorded(recorder);
    }
    const { crossed } = recorder;
    if (crossed !== undefined) {
      recorder = new Recorder(crossed);
      outputs = this.#recorded(recorder);
      recorder.follow(crossed);
    }
    this.#outputs = { ...outputs, values: outputs.values.map((y) => recorder.lower(y)) };
    this.#handles = [...recorder.followed.keys()];
    this.#values = [...recorder.followed.values()];
    this.#constants = recorder.constants;
  }

  #recorded(recorder: Recorder): Leaves {
    return this.#replay.run(recorder, () => within(recorder, () => this.#leaves()));
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
    throw new ArgumentError(
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
