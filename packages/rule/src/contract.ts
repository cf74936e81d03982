import type { Tensor } from "@wengert/array";
import type { Tag } from "./tag.ts";

/** What an operation accepts: a number, a Tensor, or a tagged parameter. */
export type Value = number | Tensor | Tag;

/** What an operation returns: one Tensor, or several by name. */
export type Outputs = Tensor | { readonly [key: string]: Tensor };

/** What a pushforward is given: the tangent of each argument, undefined where there is none. */
export type Tangents<A extends readonly Tensor[]> = { readonly [I in keyof A]: Tensor | undefined };

/** What a pullback returns: for each argument its cotangent, nothing, or a function that computes it if needed. */
export type Cotangents<A extends readonly Tensor[]> = {
  readonly [I in keyof A]: Value | null | undefined | (() => Value);
};

type TangentOf<Y extends Outputs> = Y extends Tensor ? Value : { readonly [K in keyof Y]: Value | undefined };
type CotangentOf<Y extends Outputs> = Y extends Tensor ? Tensor : { readonly [K in keyof Y]: Tensor | undefined };

/**
 * One operation: how it is computed, and how derivatives pass through it.
 *
 * `jvp` and `vjp` are written in ops, never in kernels, so that every rule can be differentiated again. One of the two
 * is enough: the other is its transpose, and is derived. What value and derivatives share (a factorization) is a
 * further output, which the function that calls the rule need not hand out.
 *
 * `O` is the trailing plain object of a call (axis, lower, …): the same goes to `impl`, `jvp` and `vjp`.
 */
export interface RuleDefinition<A extends readonly Tensor[], Y extends Outputs, O extends readonly object[] = []> {
  /** As in the API: errors name it. */
  readonly name: string;
  /** The value. Gets plain tensors, must not change them, and depends on nothing else that is differentiated. */
  readonly impl: (...args: [...A, ...O]) => Y;
  /** The tangent of the value: linear in `dxs`. Undefined where there is none. */
  readonly jvp?: (dxs: Tangents<A>, xs: A, y: Y, ...attributes: O) => TangentOf<Y> | undefined;
  /** The cotangents of the arguments: linear in `ybar`. */
  readonly vjp?: (ybar: CotangentOf<Y>, xs: A, y: Y, ...attributes: O) => Cotangents<A>;
  /**
   * Whether `impl`, `jvp` and `vjp` keep nothing of what they are given or have made, once they have returned: no Tensor,
   * and no `data`. A gradient may then use that memory again. Default false.
   */
  readonly transient?: boolean;
}

/** A rule as interpreters see it: any number of arguments, any outputs. */
export interface Rule {
  readonly name: string;
  impl(...args: readonly unknown[]): Outputs;
  jvp?(dxs: readonly (Tensor | undefined)[], xs: readonly Tensor[], y: Outputs, attributes?: object): unknown;
  /** @param needs - which cotangents will be read (not: false, 0); a rule may look at it instead of returning functions */
  vjp?(
    ybar: unknown,
    xs: readonly Tensor[],
    y: Outputs,
    attributes: object | undefined,
    needs: readonly (boolean | number)[],
  ): readonly unknown[];
  readonly transient?: boolean;
}
