import { ShapeError, type Tensor } from "@wengert/array";
import { sameShape, showShape } from "@wengert/array/author";
import {
  Environment,
  type Handle,
  type Leaves,
  partialLeavesOf,
  refusePromise,
  resolve,
  type Source,
  ValueRecorder,
  within,
} from "@wengert/trace";
import { type Structure, TreeMismatchError, unflatten } from "@wengert/tree";
import { CaptureError } from "../errors.ts";
import { expectSameStatics } from "./statics.ts";

/** A step of a loop, as its user writes it. */
export type Step = (carry: never, entry: never) => readonly [carry: unknown, y: unknown];

/** What a step returns: the leaves of the next carry, and of what it gives out. */
export interface Stepped {
  readonly carry: readonly Tensor[];
  readonly ys: readonly Tensor[];
}

/**
 * A step of a loop as a closed function of tensors: of what it closes over, of the carry, and of one entry of each input.
 *
 * Its body is run once to find what it closes over, and what it returns.
 */
export class Cell {
  readonly op: string;
  /** What the step closes over that a transformation follows, or that may change: traced values, and tags. */
  readonly handles: readonly Handle[];
  /** What these stand for where the loop is called. */
  readonly outside: readonly Tensor[];
  /** The leaves of what one step gives out. */
  readonly outputs: Leaves;
  readonly #step: Step;
  readonly #constants: ReadonlyMap<Handle, Tensor>;
  readonly #carry: Leaves;
  readonly #entry: Structure;

  /**
   * @param carry - the carry that the loop begins with
   * @param entry - how an entry of the inputs is made of its leaves
   * @param example - leaves of some entry
   */
  constructor(op: string, step: Step, carry: Leaves, entry: Structure, example: readonly Tensor[]) {
    this.op = op;
    this.#step = step;
    this.#carry = carry;
    this.#entry = entry;
    const found = new ValueRecorder();
    found.uses = refusal(op);
    found.changes = refusalOfChanges(op);
    const [, outputs] = within(found, () => this.#leaves(shown(found, carry.values), shown(found, example)));
    this.outputs = { ...outputs, values: lowered(found, outputs.values) };
    this.handles = [...found.followed.keys()];
    this.outside = [...found.followed.values()];
    this.#constants = found.constants;
  }

  /** One step of a loop that is differentiated: what it computes cannot be used elsewhere, since its derivative would be lost. */
  runClosed(outside: readonly Tensor[], carry: readonly Tensor[], entry: readonly Tensor[]): Stepped {
    const inside = new ValueRecorder();
    const next = within(inside, () => this.run(shown(inside, outside), shown(inside, carry), shown(inside, entry)));
    return { carry: lowered(inside, next.carry), ys: lowered(inside, next.ys) };
  }

  /** One step, where the handles stand for `outside`. */
  run(outside: readonly Tensor[], carry: readonly Tensor[], entry: readonly Tensor[]): Stepped {
    // What they stand for now may stand for something else here: the step of a derivative closes over them.
    const bindings = new Map(this.handles.map((handle, i) => [handle, resolve(outside[i], this.op)]));
    const inside = new Environment(bindings, this.#constants);
    inside.uses = refusal(this.op);
    const [next, { values }] = within(inside, () => this.#leaves(carry, entry));
    return { carry: next.values, ys: values };
  }

  #leaves(carry: readonly Tensor[], entry: readonly Tensor[]): readonly [carry: Leaves, y: Leaves] {
    const { op } = this;
    const returned: unknown = this.#step(
      unflatten(this.#carry.structure, carry) as never,
      unflatten(this.#entry, entry) as never,
    );
    refusePromise(op, returned);
    if (!Array.isArray(returned) || returned.length !== 2) {
      throw new TreeMismatchError(
        `${op}: a step must return [carry, y]; write [carry, null] where it gives nothing out.`,
        op,
      );
    }
    refusePromise(op, returned[0]);
    const next = partialLeavesOf(op, returned[0]);
    this.#expectCarry(next);
    return [next, partialLeavesOf(op, returned[1])];
  }

  #expectCarry(next: Leaves): void {
    const { op } = this;
    const { paths, values, structure } = this.#carry;
    if (next.paths.length !== paths.length || next.paths.some((path, i) => path !== paths[i])) {
      throw new TreeMismatchError(
        `${op}: the carry began with the leaves [${paths.join(", ")}], and a step returned [${next.paths.join(", ")}]. ` +
          "It must have the same form in each step.",
        op,
      );
    }
    expectSameStatics(op, structure, next.structure);
    for (const [i, { shape }] of next.values.entries()) {
      if (sameShape(shape, values[i].shape)) continue;
      throw new ShapeError(
        `${op}: the carry${paths[i] === "" ? "" : ` at "${paths[i]}"`} began with shape ${showShape(values[i].shape)}, and a ` +
          `step returned shape ${showShape(shape)}. It must have the same shape in each step.`,
        op,
        paths[i],
      );
    }
  }
}

function shown(recorder: ValueRecorder, xs: readonly Tensor[]): readonly Tensor[] {
  return xs.map((x) => recorder.show(x));
}

function lowered(recorder: ValueRecorder, xs: readonly Tensor[]): readonly Tensor[] {
  return xs.map((x) => recorder.lower(x));
}

/** A step may be run once and written down, and is run again for derivatives. */
function refusalOfChanges(op: string): (by: string) => never {
  return (by) => {
    throw new CaptureError(
      `${op}: parameters get other values in a step (${by}), but how often a step is run is not what the loop says. Carry the values, ` +
        "and write them when the loop has ended.",
      op,
    );
  };
}

/** Each step would draw other numbers when the loop is run again for its derivative. */
function refusal(op: string): (source: Source, by: string) => never {
  return (_source, by) => {
    throw new CaptureError(
      `${op}: random numbers are drawn in a step (${by}). A loop is run again for its derivatives, so draw them outside, for all ` +
        "steps at once, and hand them in with xs.",
      op,
    );
  };
}
