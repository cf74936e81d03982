import type { Tensor } from "@wengert/array";
import { expectFunction } from "@wengert/array/author";
import { type Inputs, type Lifted, zerosLike } from "@wengert/rule";
import { alignedTo, asNumbers, leavesOf, passing, Recording, refusePromise, within } from "@wengert/trace";
import { unflatten } from "@wengert/tree";
import { expectAsMany } from "./arguments.ts";
import { pushTangents } from "./dual.ts";

/** A recording through which tangents can be pushed repeatedly. */
class Linearization extends Recording {
  override readonly differentiates: boolean = true;

  /**
   * @param dxs - the tangents of the leaves, which came first
   * @returns the tangent by slot
   */
  push(dxs: readonly (Tensor | undefined)[]): readonly (Tensor | undefined)[] {
    const tangents = [undefined, ...dxs]; // that of CONSTANT, and those of the leaves
    for (const { rule, attributes, primals, inputs, y, slot, site } of this.lines) {
      const given = inputs.map((input) => tangents[input]);
      const dy = pushTangents(rule, given, primals, y, attributes, site);
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
  const linear = new Linearization();
  const outputs = within(linear, () => {
    const lifted = trees.map(({ values }) => values.map((x) => linear.leaf(x)));
    return passing("linearize", trees, lifted, () => {
      const y = f(...(trees.map(({ structure }, i) => unflatten(structure, lifted[i])) as unknown as A));
      refusePromise("linearize", y);
      return leavesOf("linearize", y);
    });
  });
  const values = outputs.values.map((y) => linear.lower(y));
  const slots = outputs.values.map((y) => linear.slotOf(y));
  const push = (...dxs: readonly unknown[]): unknown => {
    expectAsMany("linearize", "tangents", dxs, trees.length);
    const tangents = linear.push(trees.flatMap((tree, i) => alignedTo(tree, "linearize", "tangent", dxs[i])));
    const dys = slots.map((slot, i) => asNumbers(tangents[slot] ?? zerosLike(values[i])));
    return unflatten(outputs.structure, dys);
  };
  return [unflatten(outputs.structure, values), push] as never;
}
