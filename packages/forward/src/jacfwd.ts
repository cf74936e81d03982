import { type Tensor, zeros } from "@wengert/array";
import { expectFunction } from "@wengert/array/author";
import { type ChunkOptions, checkChunk, chunkFor } from "@wengert/batch/author";
import { concat, moveAxis, reshape } from "@wengert/ops";
import type { Jacobian } from "@wengert/rule";
import type { FirstInput, OneTensor, Rest } from "@wengert/rule/library";
import { asNumbers, type Leaves, leavesOf, passing, refusePromise } from "@wengert/trace";
import { unflatten } from "@wengert/tree";
import { eachBlock } from "./columns.ts";

/** What `jacfwd` and `jacobian` return: the Jacobian by the first argument, at a point and whatever the function takes besides. */
export type JacobianFunction<A extends readonly unknown[], Y> = <P extends FirstInput<A>>(
  x: P,
  ...rest: Rest<A>
) => Jacobian<Y, P>;

/**
 * The Jacobian by forward mode. Many directions are followed in one pass, as a batch: each operation of the function is
 * called once for all of them. For functions with more outputs than inputs.
 *
 *     J[i…, j…] = ∂yᵢ/∂xⱼ, of the output's shape followed by the input's
 *
 * @param f - of a tree of Tensors, to a tree of Tensors
 * @returns a tree like the output, in whose leaves stand trees like the input
 * @throws {UnknownLeafError} for an argument that is no tree of values
 * @example
 * import { jacfwd } from "@wengert/forward";
 * import { square } from "@wengert/ops";
 * import { tensor } from "@wengert/array";
 *
 * jacfwd((x) => square(x))(tensor([1, 2])).toArray(); // => [[2, 0], [0, 4]]
 */
export function jacfwd<A extends readonly unknown[] = OneTensor, Y = unknown>(
  f: (...args: A) => Y,
  options: ChunkOptions = {},
): JacobianFunction<A, Y> {
  expectFunction("jacfwd", "f", f);
  checkChunk("jacfwd", options);
  return <P>(x: P, ...rest: readonly unknown[]) => {
    const inputs = leavesOf("jacfwd", x);
    let outputs: Leaves | undefined;
    const run = (xs: readonly Tensor[]): readonly Tensor[] => {
      const y = passing("jacfwd", [inputs], [xs], () =>
        f(...([unflatten(inputs.structure, xs), ...rest] as unknown as A)),
      );
      refusePromise("jacfwd", y);
      outputs = leavesOf("jacfwd", y);
      return outputs.values;
    };
    const columns: Tensor[][][] = inputs.values.map(() => []);
    const wanted = inputs.values.map(() => true);
    eachBlock(inputs.values, wanted, chunkFor(inputs.values, options), run, ({ input, count, dys, ys }) => {
      columns[input].push(ys.map((y, i) => asNumbers(dys[i] ?? zeros([count, ...y.shape]))));
    });
    if (outputs === undefined) run(inputs.values);
    return assemble(outputs as unknown as Leaves, inputs, columns) as Jacobian<Y, P>;
  };
}

/** @param columns - by input, block of its elements, and output */
function assemble(outputs: Leaves, inputs: Leaves, columns: readonly (readonly (readonly Tensor[])[])[]): unknown {
  const blocks = outputs.values.map((y, o) =>
    unflatten(
      inputs.structure,
      inputs.values.map((x, i) => {
        const shape = [...y.shape, ...x.shape];
        const parts = columns[i].map((outputs) => outputs[o]);
        if (parts.length === 0) return zeros(shape);
        return reshape(moveAxis(parts.length === 1 ? parts[0] : concat(parts, 0), 0, -1), shape);
      }),
      { statics: null },
    ),
  );
  return unflatten(outputs.structure, blocks, { statics: null });
}
