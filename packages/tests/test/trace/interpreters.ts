import { isTensor, type Tensor } from "@wengert/array";
import { fromData } from "@wengert/array/author";
import {
  bind,
  bindBelow,
  CONSTANT,
  Interpreter,
  isTraced,
  type Outputs,
  Recording,
  type Rule,
  Traced,
  within,
} from "@wengert/trace";

/*
 * Two interpreters of values. They know no operation, and no operation knows them: whatever a program computes must pass
 * through them, or they give wrong numbers.
 */

/** Writes a program down, and runs the list again at other arguments. */
class Replay extends Recording {
  /** The values of all slots when the leaves have these values. */
  again(leaves: readonly Tensor[]): readonly Tensor[] {
    const values: Tensor[] = [];
    for (const [k, leaf] of leaves.entries()) values[k + 1] = leaf;
    for (const { rule, attributes, primals, inputs, slot } of this.lines) {
      const args = primals.map((x, k) => (inputs[k] === CONSTANT ? x : values[inputs[k]]));
      const y = bind(rule, args, attributes);
      for (const [k, part] of (isTensor(y) ? [y] : Object.values(y)).entries()) values[slot + k] = part;
    }
    return values;
  }
}

/** Outputs as a list. */
export function listOf(y: Outputs): readonly Tensor[] {
  return isTensor(y) ? [y] : Object.values(y);
}

/** Records f at some arguments, and returns what the recording gives at others. */
export function replayed(
  f: (...xs: readonly Tensor[]) => readonly Tensor[],
  at: readonly Tensor[],
  others: readonly Tensor[],
): readonly Tensor[] {
  const replay = new Replay();
  const ys = within(replay, () => f(...at.map((x) => replay.leaf(x))));
  const values = replay.again(others);
  return ys.map((y) => (replay.slotOf(y) === CONSTANT ? y : values[replay.slotOf(y)]));
}

/** Runs every operation once for each element of a leading axis. */
class Batch extends Interpreter {
  readonly #size: number;

  constructor(size: number) {
    super();
    this.#size = size;
  }

  override shapeOf(primal: Tensor): readonly number[] {
    return primal.shape.slice(1);
  }

  /** One element of a value, that itself where it is the same for all. */
  element(x: Tensor, b: number): Tensor {
    if (!(isTraced(x) && x.interpreter === this)) return x;
    const { data } = x.primal;
    const length = x.size;
    return fromData(data.slice(b * length, (b + 1) * length), x.shape);
  }

  override process(rule: Rule, args: readonly Tensor[], attributes: object | undefined): Outputs {
    const results = Array.from({ length: this.#size }, (_, b) =>
      bindBelow(
        this,
        rule,
        args.map((x) => this.element(x, b)),
        attributes,
      ),
    );
    const [first] = results;
    if (isTensor(first)) return this.joined(results as readonly Tensor[]);
    return Object.fromEntries(
      Object.keys(first).map((key) => [key, this.joined(results.map((y) => (y as Record<string, Tensor>)[key]))]),
    );
  }

  /** A value with these elements. */
  joined(xs: readonly Tensor[]): Tensor {
    const data = new Float64Array(xs.length * xs[0].size);
    for (const [b, x] of xs.entries()) data.set(x.data, b * x.size);
    return new Traced(this, fromData(data, [xs.length, ...xs[0].shape]), undefined);
  }
}

/** Runs f once on several argument lists at the same time, and returns what it gives for each of them. */
export function batched(
  f: (...xs: readonly Tensor[]) => readonly Tensor[],
  lists: readonly (readonly Tensor[])[],
): readonly (readonly Tensor[])[] {
  const batch = new Batch(lists.length);
  const ys = within(batch, () => f(...lists[0].map((_, k) => batch.joined(lists.map((list) => list[k])))));
  return lists.map((_, b) => ys.map((y) => batch.element(y, b)));
}
