import { type Tensor, zeros } from "@wengert/array";
import { expectFunction } from "@wengert/array/author";
import { grad } from "@wengert/core";
import { mul, reshape, stack, sum } from "@wengert/ops";
import type { Differential, Value } from "@wengert/rule";
import type { FirstInput, OneTensor } from "@wengert/rule/library";
import { leavesOf, passing } from "@wengert/trace";
import { unflatten } from "@wengert/tree";
import { basis, eachColumn } from "./columns.ts";
import { type ChunkOptions, checkedChunk } from "./jacfwd.ts";

/**
 * The diagonal of the Hessian of a scalar function: ∂²f/∂xⱼ² for every element, exact, without the rest of the Hessian
 * in memory. Its time is that of the whole Hessian.
 *
 * @param f - of a tree, to a scalar
 * @returns a tree of Tensors like the argument
 * @throws {NonScalarLossError} when the value is not a scalar
 * @example
 * import { tensor } from "@wengert/array";
 * import { diagHessian } from "@wengert/forward";
 * import { pow, sum } from "@wengert/ops";
 *
 * diagHessian((x) => sum(pow(x, 3)))(tensor([1, 2])).toArray(); // => [6, 12]
 */
export function diagHessian<A extends readonly [unknown?] = OneTensor>(
  f: (...args: A) => Value,
  options: ChunkOptions = {},
): <P extends FirstInput<A>>(x: P) => Differential<P> {
  expectFunction("diagHessian", "f", f);
  const chunk = checkedChunk("diagHessian", options);
  const gradient = grad(f) as (...args: readonly unknown[]) => unknown;
  return <P>(x: P) => {
    const inputs = leavesOf("diagHessian", x);
    const { values, structure } = inputs;
    const diagonals: Tensor[][] = values.map(() => []);
    eachColumn(
      values,
      values.map(() => true),
      chunk,
      (xs) =>
        passing(
          "diagHessian",
          [inputs],
          [xs],
          () => leavesOf("diagHessian", gradient(unflatten(structure, xs))).values,
        ),
      (input, element, dys) => {
        diagonals[input][element] = sum(mul(basis(values[input], element), dys[input] ?? 0));
      },
    );
    const leaves = values.map((x, i) => (x.size === 0 ? zeros(x.shape) : reshape(stack(diagonals[i]), x.shape)));
    return unflatten(structure, leaves, { statics: null }) as Differential<P>;
  };
}
