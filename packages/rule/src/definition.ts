import type { Tensor } from "@wengert/array";
import type { Batching, Value } from "@wengert/trace";

/** What a pushforward is given: the tangent of each argument, undefined where there is none. */
export type Tangents<A extends readonly Tensor[]> = { readonly [I in keyof A]: Tensor | undefined };

/**
 * What a pullback returns: one entry per argument, its cotangent or nothing. An entry that is a function runs only if
 * somebody reads what it returns.
 */
export type Cotangents<A extends readonly Tensor[]> = {
  readonly [I in keyof A]: Value | null | undefined | (() => Value);
};

/** What `impl` may return: one value, or several by name. A number is a scalar. */
export type Results = Value | { readonly [key: string]: Value };

/** What an operation returns whose `impl` returns `R`: Tensors. */
export type OutputsOf<R extends Results> = R extends Value ? Tensor : { readonly [K in keyof R]: Tensor };

type TangentOf<Y> = Y extends Tensor ? Value : { readonly [K in keyof Y]: Value | undefined };
type CotangentOf<Y> = Y extends Tensor ? Tensor : { readonly [K in keyof Y]: Tensor | undefined };

/**
 * One operation: how it is computed, and how derivatives pass through it.
 *
 * `jvp` and `vjp` are written in ops, never in kernels, so that every rule can be differentiated again. One of the two
 * is enough: the other is its transpose, and is derived.
 *
 * `O` is the trailing plain object of a call (axis, lower, …): the same goes to `impl`, `jvp` and `vjp`. It holds data
 * that mean the same when the arguments get further leading axes: axes count from the end.
 */
export interface RuleDefinition<A extends readonly Tensor[], Y extends Results, O extends readonly object[] = []> {
  /** As in the API: errors name it. */
  readonly name: string;
  /** The value, or several by name. Gets plain tensors, must not change them, and depends on nothing else that is differentiated. */
  readonly impl: (...args: [...A, ...O]) => Y;
  /** The tangent of the value: linear in `dxs`. Undefined where there is none. */
  readonly jvp?: (dxs: Tangents<A>, xs: A, y: OutputsOf<Y>, ...attributes: O) => TangentOf<OutputsOf<Y>> | undefined;
  /** The cotangents of the arguments: linear in `ybar`. */
  readonly vjp?: (ybar: CotangentOf<OutputsOf<Y>>, xs: A, y: OutputsOf<Y>, ...attributes: O) => Cotangents<A>;
  /**
   * Positions of arguments that only help to compute the value and its derivatives: a factorization of another argument,
   * the mask of a choice, indices. They have no tangent and get no cotangent (`null`), so whatever they depend on must be
   * accounted for by the other arguments. Make them with `nonDifferentiable`.
   */
  readonly held?: readonly number[];
  /**
   * How `vmap` computes many calls at once: `"broadcast"` where the arguments broadcast by NumPy's rules, further leading axes
   * too; `"leading"` where `impl`, `jvp` and `vjp` take further leading axes, the same ones on every argument; or a function of the
   * arguments and of which of them have one more axis in front. Without it `impl` runs once where it is written in
   * ops, and where it reads numbers in a loop.
   */
  readonly batch?: Batching;
}

/** What stands behind the arguments of a call: a plain object, so no Tensor. */
export type Attributes = object & { readonly "~wengert"?: never };

/**
 * The definition of a rule with attributes. Where they cannot be inferred from `impl`, because it takes none or its
 * parameters have no types, it is `never`, so that the compiler turns to the definition without.
 */
export type WithAttributes<A extends readonly Tensor[], Y extends Results, O extends Attributes> = RuleDefinition<
  A,
  Y,
  [O]
> &
  (Attributes extends O ? never : unknown);

/** What an operation is called with, in place of these Tensors. */
export type Arguments<A extends readonly Tensor[]> = { [I in keyof A]: Value };
