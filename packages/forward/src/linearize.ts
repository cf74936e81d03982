import { expectFunction, isTensor, type Tensor } from "@wengert/array";
import {
  alignedTo,
  bindBelow,
  type Inputs,
  Interpreter,
  isTraced,
  type Lifted,
  leavesOf,
  type Outputs,
  type Rule,
  refusePromise,
  Traced,
  within,
  zerosLike,
} from "@wengert/rule";
import { unflatten } from "@wengert/tree";
import { pushTangents } from "./dual.ts";

/** One operation: where its arguments' tangents lie, and where those of its outputs go. */
interface Line {
  readonly rule: Rule;
  readonly attributes: object | undefined;
  readonly primals: readonly Tensor[];
  readonly inputs: readonly (number | undefined)[];
  readonly y: Outputs;
  readonly slot: number;
}

/** Writes operations down, to push tangents through them afterwards, as often as one likes. */
class Recorder extends Interpreter {
  readonly #lines: Line[] = [];
  #slots = 0;

  leaf(x: Tensor): Traced<number> {
    return new Traced(this, x, this.#slots++);
  }

  slotOf(x: Tensor): number | undefined {
    return isTraced(x) && x.interpreter === this ? (x.mark as number) : undefined;
  }

  lower(x: Tensor): Tensor {
    return isTraced(x) && x.interpreter === this ? x.primal : x;
  }

  override process(rule: Rule, args: readonly Tensor[], attributes: object | undefined): Outputs {
    const primals = args.map((x) => this.lower(x));
    const inputs = args.map((x) => this.slotOf(x));
    const y = bindBelow(this, rule, primals, attributes);
    this.#lines.push({ rule, attributes, primals, inputs, y, slot: this.#slots });
    if (isTensor(y)) return this.leaf(y);
    return Object.fromEntries(Object.entries(y).map(([key, part]) => [key, this.leaf(part)]));
  }

  /** @param dxs - the tangents of the leaves, which came first */
  push(dxs: readonly (Tensor | undefined)[]): readonly (Tensor | undefined)[] {
    const tangents = [...dxs];
    for (const { rule, attributes, primals, inputs, y, slot } of this.#lines) {
      const given = inputs.map((input) => (input === undefined ? undefined : tangents[input]));
      const dy = pushTangents(rule, given, primals, y, attributes);
      for (const [k, part] of dy.entries()) tangents[slot + k] = part;
    }
    return tangents;
  }
}

/**
 * The value of a function and its derivative as a linear function, which can be applied again and again without
 * computing the value anew. It outlives the call.
 *
 *     [y, push] = linearize(f, x);   push(dx) = f′(x)·dx
 *
 * @param f - of trees of Tensors, to a tree of Tensors
 * @returns the value, and the function of one tangent per argument
 * @throws {UnknownLeafError} for an argument that is no tree of values
 * @example
 * import { linearize } from "@wengert/forward";
 * import { square } from "@wengert/ops";
 *
 * const [y, push] = linearize((x) => square(x), 3);
 * y.item(); // => 9
 * push(2).item(); // => 12
 */
export function linearize<A extends readonly unknown[] = readonly Tensor[], Y = unknown>(
  f: (...args: A) => Y,
  ...primals: Inputs<NoInfer<A>>
): [value: Lifted<Y>, push: (...dxs: { readonly [I in keyof A]: unknown }) => Lifted<Y>] {
  expectFunction("linearize", "f", f);
  const trees = (primals as readonly unknown[]).map((primal) => leavesOf("linearize", primal));
  const recorder = new Recorder();
  const outputs = within(recorder, () => {
    const lifted = trees.map(({ structure, values }) =>
      unflatten(
        structure,
        values.map((x) => recorder.leaf(x)),
      ),
    );
    const y = f(...(lifted as unknown as A));
    refusePromise("linearize", y);
    return leavesOf("linearize", y);
  });
  const values = outputs.values.map((y) => recorder.lower(y));
  const slots = outputs.values.map((y) => recorder.slotOf(y));
  const push = (...dxs: readonly unknown[]): unknown => {
    const tangents = recorder.push(trees.flatMap((tree, i) => alignedTo(tree, "linearize", "tangent", dxs[i])));
    const dys = slots.map((slot, i) => (slot === undefined ? undefined : tangents[slot]) ?? zerosLike(values[i]));
    return unflatten(outputs.structure, dys);
  };
  return [unflatten(outputs.structure, values), push] as never;
}
