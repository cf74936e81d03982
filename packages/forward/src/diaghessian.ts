import { type Tensor, zeros } from "@wengert/array";
import { expectFunction } from "@wengert/array/author";
import { basis, type ChunkOptions, checkChunk, chunkFor } from "@wengert/batch/author";
import { grad } from "@wengert/core";
import { concat, reshape, sum, where } from "@wengert/ops";
import type { Differential, Value } from "@wengert/rule";
import type { FirstInput, OneTensor } from "@wengert/rule/library";
import { leavesOf, passing } from "@wengert/trace";
import { unflatten } from "@wengert/tree";
import { eachBlock } from "./columns.ts";

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
  checkChunk("diagHessian", options);
  const gradient = grad(f) as (...args: readonly unknown[]) => unknown;
  return <P>(x: P) => {
    const inputs = leavesOf("diagHessian", x);
    const { values, structure } = inputs;
    const diagonals: Tensor[][] = values.map(() => []);
    eachBlock(
      values,
      values.map(() => true),
      chunkFor(values, options),
      (xs) =>
        passing(
          "diagHessian",
          [inputs],
          [xs],
          () => leavesOf("diagHessian", gradient(unflatten(structure, xs))).values,
        ),
      ({ input, start, count, dys }) => {
        const x = values[input];
        const own = where(basis(x, start, count, false), dys[input] ?? 0, 0);
        diagonals[input].push(sum(reshape(own, [count, x.size]), { axis: 1 }));
      },
    );
    const leaves = values.map((x, i) => (x.size === 0 ? zeros(x.shape) : reshape(concat(diagonals[i], 0), x.shape)));
    return unflatten(structure, leaves, { statics: null }) as Differential<P>;
  };
}
