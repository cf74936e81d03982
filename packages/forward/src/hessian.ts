import type { Tensor } from "@wengert/array";
import { expectFunction } from "@wengert/array/author";
import { grad } from "@wengert/core";
import type { Differential, Jacobian, Unlifted, Value } from "@wengert/rule";
import { type ChunkOptions, checkedChunk, jacfwd } from "./jacfwd.ts";
import { jvp } from "./jvp.ts";

/**
 * The Hessian of a scalar function, forward over reverse: blocks named like the tree, `H.a.b` = ∂²f/∂a∂b.
 *
 * @param f - of a tree, to a scalar
 * @throws {NonScalarLossError} when the value is not a scalar
 * @example
 * import { hessian } from "@wengert/forward";
 * import { mul } from "@wengert/ops";
 * import type { Tensor } from "@wengert/array";
 *
 * const H = hessian((p: { a: Tensor; b: Tensor }) => mul(p.a, p.b))({ a: 2, b: 3 });
 * H.a.b.item(); // => 1
 */
export function hessian<L = Tensor, R extends readonly unknown[] = []>(
  f: (p: L, ...rest: R) => Value,
  options: ChunkOptions = {},
): <P extends Unlifted<L>>(p: P, ...rest: R) => Jacobian<Differential<P>, P> {
  expectFunction("hessian", "f", f);
  checkedChunk("hessian", options);
  const gradient = grad(f) as (p: unknown, ...rest: R) => unknown;
  return jacfwd(gradient, options) as never;
}

/**
 * Products of the Hessian with a vector, without the Hessian, at the cost of a few gradients.
 *
 *     hvp(f)(x, v) = ∇²f(x)·v, as the derivative of ∇f along v
 *
 * @param f - of a tree, to a scalar
 * @returns a function of the point and a tree of the same form, returning a tree of Tensors
 * @throws {NonScalarLossError} when the value is not a scalar
 * @example
 * import { hvp } from "@wengert/forward";
 * import { pow } from "@wengert/ops";
 *
 * hvp((x) => pow(x, 3))(2, 1).item(); // => 12
 */
export function hvp<L = Tensor>(
  f: (p: L) => Value,
): <P extends Unlifted<L>>(x: P, v: Unlifted<L> | Differential<P>) => Differential<P> {
  expectFunction("hvp", "f", f);
  const gradient = grad(f) as (p: unknown) => unknown;
  return (x, v) => jvp(gradient as (...args: readonly unknown[]) => unknown, [x] as never, [v])[1] as never;
}
