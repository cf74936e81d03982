import type { Tensor } from "@wengert/array";
import { expectFunction, expectOptions } from "@wengert/array/author";
import { type ChunkOptions, checkChunk } from "@wengert/batch/author";
import { jacrev } from "@wengert/core";
import type { Value } from "@wengert/rule";
import type { OneTensor } from "@wengert/rule/library";
import { FirstOrderOnlyError, leavesOf, refusePromise } from "@wengert/trace";
import { unflatten } from "@wengert/tree";
import { type JacobianFunction, jacfwd } from "./jacfwd.ts";
import { type SparseJacobian, type SparsityOptions, sparseJacobian } from "./sparse/sparsejacobian.ts";

/**
 * The Jacobian by the cheaper mode: forward when there are no more inputs than outputs, else reverse. To know, it
 * evaluates the function once. A function with opaque numeric code has one mode only; then it is that one.
 *
 *     J[i…, j…] = ∂yᵢ/∂xⱼ, of the output's shape followed by the input's
 *
 * @param f - of a tree of Tensors, to a tree of Tensors
 * @param options - `sparsity`, for a vector that depends on each element of a vector in few places: which, or "find". Then the
 * Jacobian is returned by its elements, and columns that have no row in common are computed together.
 * @returns a tree like the output, in whose leaves stand trees like the input
 * @throws {SparsityError} when the derivative has elements that a given sparsity does not name
 * @example
 * import { jacobian } from "@wengert/forward";
 * import { mul } from "@wengert/ops";
 * import { type Tensor, tensor } from "@wengert/array";
 *
 * const J = jacobian((p: { a: Tensor; b: Tensor }) => ({ product: mul(p.a, p.b) }))({ a: 2, b: 3 });
 * J.product.a.item(); // => 3
 *
 * const band = jacobian((x) => mul(x, x), { sparsity: "find" })(tensor([1, 2, 3]));
 * band.values.toArray(); // => [2, 4, 6]
 */
export function jacobian(f: (x: Tensor) => Value, options: SparsityOptions): (x: Value) => SparseJacobian;
export function jacobian<A extends readonly unknown[] = OneTensor, Y = unknown>(
  f: (...args: A) => Y,
  options?: ChunkOptions,
): JacobianFunction<A, Y>;
export function jacobian(
  f: (...args: never[]) => unknown,
  options: ChunkOptions & Partial<SparsityOptions> = {},
): (...args: never[]) => unknown {
  expectFunction("jacobian", "f", f);
  expectOptions("jacobian", options, ["chunk", "sparsity"]);
  const { sparsity, ...others } = options;
  checkChunk("jacobian", others);
  if (sparsity !== undefined) return (x: Value) => sparseJacobian(f as never, { ...others, sparsity }, x);
  return (x: unknown, ...rest: readonly unknown[]) => {
    const { structure, values } = leavesOf("jacobian", x);
    const run = f as (...args: readonly unknown[]) => unknown;
    const y = run(unflatten(structure, values), ...rest);
    refusePromise("jacobian", y);
    const forward = count(values) <= count(leavesOf("jacobian", y).values);
    const modes = [jacfwd(run, others), jacrev(run, others)] as const;
    const [cheaper, other] = forward ? modes : modes.toReversed();
    try {
      return cheaper(x as never, ...rest);
    } catch (error) {
      if (!(error instanceof FirstOrderOnlyError)) throw error;
      return otherwise(error, () => other(x as never, ...rest));
    }
  };
}

/** What the other mode gives; the first error where it has none either. */
function otherwise(first: FirstOrderOnlyError, f: () => unknown): unknown {
  try {
    return f();
  } catch (error) {
    throw error instanceof FirstOrderOnlyError ? first : error;
  }
}

function count(leaves: readonly Tensor[]): number {
  return leaves.reduce((total, leaf) => total + leaf.size, 0);
}
