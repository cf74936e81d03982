import { expectFunction, expectNoMore } from "@wengert/array/author";
import { type ChunkOptions, checkChunk } from "@wengert/batch/author";
import { grad } from "@wengert/core";
import type { Differential, Jacobian, Value } from "@wengert/rule";
import type { FirstInput, OneTensor, Rest } from "@wengert/rule/library";
import { jacfwd } from "./jacfwd.ts";
import { pushed } from "./jvp.ts";

/** What `hessian` returns: blocks by the first argument, or by the tags in a tree that a function without arguments closes over. */
export type HessianFunction<A extends readonly unknown[] = OneTensor> = <P extends FirstInput<A>>(
  p: P,
  ...rest: Rest<A>
) => Jacobian<Differential<P>, P>;

/** What `hvp` returns. */
export type HessianProduct<A extends readonly unknown[] = OneTensor> = <P extends FirstInput<A>>(
  x: P,
  v: FirstInput<A> | Differential<P>,
) => Differential<P>;

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
export function hessian<A extends readonly unknown[] = OneTensor>(
  f: (...args: A) => Value,
  options: ChunkOptions = {},
): HessianFunction<A> {
  expectFunction("hessian", "f", f);
  checkChunk("hessian", options);
  return jacfwd(grad(f) as (...args: never[]) => unknown, options) as never;
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
export function hvp<A extends readonly [unknown?] = OneTensor>(f: (...args: A) => Value): HessianProduct<A> {
  expectNoMore("hvp", arguments[1]);
  expectFunction("hvp", "f", f);
  const gradient = grad(f) as (...args: readonly unknown[]) => unknown;
  return (x, v, more: unknown = undefined) => {
    expectNoMore("hvp", more);
    return pushed("hvp", gradient, [x], [v])[1] as never;
  };
}
