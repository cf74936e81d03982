import { ShapeError, type Tensor } from "@wengert/array";
import { expectArray, expectFunction, expectNoMore, scalar, showShape } from "@wengert/array/author";
import { type Inputs, type Lifted, resolve, type Value, zerosLike } from "@wengert/rule";
import { alignedTo, asNumbers, leavesOf, passing, refusePromise, within } from "@wengert/trace";
import { unflatten } from "@wengert/tree";
import { expectAsMany } from "./arguments.ts";
import { Forward } from "./dual.ts";

/**
 * The value of a function and its derivative along one direction, in one pass.
 *
 *     [y, dy] = [f(x), f′(x)·dx]
 *
 * @param f - of trees of Tensors, to a tree of Tensors
 * @param primals - the arguments, in an array
 * @param tangents - for each argument a tree like it; null and undefined are zero
 * @returns value and tangent, trees of Tensors
 * @throws {CotangentShapeError} for a tangent of another shape than its value
 * @throws {UnknownLeafError} for an argument that is no tree of values
 * @example
 * import { jvp } from "@wengert/forward";
 * import { sin } from "@wengert/ops";
 *
 * const [, dy] = jvp((x) => sin(x), [0], [2]);
 * dy.item(); // => 2
 */
export function jvp<A extends readonly unknown[] = readonly Tensor[], Y = unknown>(
  f: (...args: A) => Y,
  primals: Inputs<NoInfer<A>>,
  tangents: NoInfer<{ readonly [I in keyof A]: unknown }>,
): [value: Lifted<Y>, tangent: Lifted<Y>] {
  expectNoMore("jvp", arguments[3]);
  expectFunction("jvp", "f", f);
  expectArray("jvp", "primals", primals);
  expectArray("jvp", "tangents", tangents);
  expectAsMany("jvp", "tangents", tangents, primals.length);
  return pushed("jvp", f, primals, tangents) as [Lifted<Y>, Lifted<Y>];
}

/** The same on behalf of an operation. */
export function pushed<A extends readonly unknown[]>(
  op: string,
  f: (...args: A) => unknown,
  primals: readonly unknown[],
  tangents: readonly unknown[],
): [value: unknown, tangent: unknown] {
  const trees = primals.map((primal) => leavesOf(op, primal));
  const dxs = trees.map((tree, i) => alignedTo(tree, op, "tangent", tangents[i]));
  const forward = new Forward();
  const outputs = within(forward, () => {
    const lifted = trees.map(({ values }, i) => values.map((x, k) => forward.dual(x, [dxs[i][k]])));
    return passing(op, trees, lifted, () => {
      const y = f(...(trees.map(({ structure }, i) => unflatten(structure, lifted[i])) as unknown as A));
      refusePromise(op, y);
      return leavesOf(op, y);
    });
  });
  const values = outputs.values.map((y) => forward.lower(y));
  const dys = outputs.values.map((y, i) => asNumbers(forward.tangentsOf(y)[0] ?? zerosLike(values[i])));
  return [unflatten(outputs.structure, values), unflatten(outputs.structure, dys)];
}

/**
 * The derivative of a function of one number, by forward mode: f′(x), of the shape of the value.
 *
 * @throws {ShapeError} when x is not a scalar
 * @example
 * import { derivative } from "@wengert/forward";
 * import { sin } from "@wengert/ops";
 *
 * derivative((x) => sin(x))(0).item(); // => 1
 */
export function derivative<Y>(f: (x: Tensor) => Y): (x: Value) => Lifted<Y> {
  expectNoMore("derivative", arguments[1]);
  expectFunction("derivative", "f", f);
  return (x) => {
    const primal = resolve(x, "derivative");
    if (primal.ndim !== 0) {
      throw new ShapeError(
        `derivative: x has shape ${showShape(primal.shape)}; a derivative is by one number. Use grad for a scalar ` +
          "function of many, jacobian for several functions of many.",
        "derivative",
      );
    }
    return pushed("derivative", f as (...xs: readonly Tensor[]) => Y, [x], [scalar(1)])[1] as Lifted<Y>;
  };
}
