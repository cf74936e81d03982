import type { Tensor } from "@wengert/array";
import { expectFunction } from "@wengert/array/author";
import { jacrev } from "@wengert/core";
import type { Jacobian } from "@wengert/rule";
import type { OneTensor } from "@wengert/rule/library";
import { leavesOf, refusePromise } from "@wengert/trace";
import { unflatten } from "@wengert/tree";
import { type ChunkOptions, checkedChunk, type JacobianFunction, jacfwd } from "./jacfwd.ts";

/**
 * The Jacobian by the cheaper mode: forward when there are no more inputs than outputs, else reverse. To know, it
 * evaluates the function once.
 *
 *     J[i…, j…] = ∂yᵢ/∂xⱼ, of the output's shape followed by the input's
 *
 * @param f - of a tree of Tensors, to a tree of Tensors
 * @returns a tree like the output, in whose leaves stand trees like the input
 * @example
 * import { jacobian } from "@wengert/forward";
 * import { mul } from "@wengert/ops";
 * import type { Tensor } from "@wengert/array";
 *
 * const J = jacobian((p: { a: Tensor; b: Tensor }) => ({ product: mul(p.a, p.b) }))({ a: 2, b: 3 });
 * J.product.a.item(); // => 3
 */
export function jacobian<A extends readonly unknown[] = OneTensor, Y = unknown>(
  f: (...args: A) => Y,
  options: ChunkOptions = {},
): JacobianFunction<A, Y> {
  expectFunction("jacobian", "f", f);
  checkedChunk("jacobian", options);
  return <P>(x: P, ...rest: readonly unknown[]) => {
    const { structure, values } = leavesOf("jacobian", x);
    const y = f(...([unflatten(structure, values), ...rest] as unknown as A));
    refusePromise("jacobian", y);
    const forward = count(values) <= count(leavesOf("jacobian", y).values);
    const transform = forward ? jacfwd(f, options) : jacrev(f);
    return transform(x as never, ...(rest as never)) as Jacobian<Y, P>;
  };
}

function count(leaves: readonly Tensor[]): number {
  return leaves.reduce((total, leaf) => total + leaf.size, 0);
}
