import type { Tensor } from "@wengert/array";
import type { Tag, Value } from "@wengert/trace";
import type { Static } from "@wengert/tree";

/** What stands in place of a Promise, which no transformation can follow: nothing that a program could go on with. */
type Late = "a function handed to a transformation is synchronous: it returns no Promise";

/** A tree as a transformed function sees it: every number, Tensor and parameter is a Tensor. */
export type Lifted<P> = P extends Value
  ? Tensor
  : P extends Static
    ? P
    : P extends PromiseLike<unknown>
      ? Late
      : { [K in keyof P]: Lifted<P[K]> };

/** A tree whose leaves may be numbers, Tensors and parameters alike: for functions that take a model either way. */
export type Values<P> = P extends Value ? Value : P extends Static ? P : { readonly [K in keyof P]: Values<P[K]> };

/** A tree of the same kind with any numbers: `{ x: 1 } as const` is one of a number, not of 1. */
export type Widened<P> = P extends number
  ? number
  : P extends Value | Static
    ? P
    : P extends object
      ? { [K in keyof P]: Widened<P[K]> }
      : P;

/** The gradient with respect to a tree: a number for a number, a Tensor for a Tensor, null for what is static. */
export type Gradient<P> = P extends number
  ? number
  : P extends Tag<infer T>
    ? T extends number
      ? number
      : Tensor
    : P extends Tensor
      ? Tensor
      : P extends Static
        ? null
        : { -readonly [K in keyof P]: Gradient<P[K]> };

/** The trees that a function written over `L` may be given; the other way round than `Lifted`. */
export type Unlifted<L, Whole = L> = L extends Tensor | Tag
  ? Value
  : L extends number
    ? Tensor extends Whole
      ? Value
      : "here the function receives a Tensor, not a number"
    : L extends Static
      ? L
      : { readonly [K in keyof L]: Unlifted<L[K]> };

/** `Unlifted` of each argument. */
export type Inputs<A extends readonly unknown[]> = { [I in keyof A]: Unlifted<A[I]> };

/** A tree of derivatives of Tensors: like the tree itself, with a Tensor for every leaf and null for what is static. */
export type Differential<P> = P extends Value
  ? Tensor
  : P extends Static
    ? null
    : P extends PromiseLike<unknown>
      ? Late
      : { -readonly [K in keyof P]: Differential<P[K]> };

/** Blocks of derivatives: a tree like the output, and in each of its leaves a tree like the input. */
export type Jacobian<Y, P> = Y extends Value
  ? Differential<P>
  : Y extends Static
    ? null
    : Y extends PromiseLike<unknown>
      ? Late
      : { -readonly [K in keyof Y]: Jacobian<Y[K], P> };

/**
 * The arguments of a function to be differentiated, where it does not say what they are.
 *
 * @example
 * import { square } from "@wengert/ops";
 * import type { OneTensor } from "@wengert/rule/library";
 *
 * const f = (...[x]: OneTensor) => square(x);
 * f.length; // => 0
 */
export type OneTensor = [x: Tensor];

/** What a function of these arguments is differentiated by: the first, or without any the tags that it closes over. */
export type FirstInput<A extends readonly unknown[]> = A extends readonly [(infer L)?, ...(readonly unknown[])]
  ? A extends readonly []
    ? unknown
    : Unlifted<L>
  : unknown;

/** The arguments behind the first. */
export type Rest<A extends readonly unknown[]> = A extends readonly [unknown?, ...infer R] ? R : readonly unknown[];
