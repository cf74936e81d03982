import type { Tensor } from "@wengert/array";

/** A leaf of a tree of parameters, gradients or state. */
export type Leaf = number | Tensor;

/** A set of tagged parameters, as far as it is used here: the package of parameters is not needed for trees. */
interface ParamSetLike {
  readonly layout: { split(vector: Float64Array): Leaf[] };
  toVector(): Float64Array;
  assign(vector: Float64Array): void;
}

/** A gradient by tagged parameters, as far as it is used here. */
interface GradsLike {
  entries(): Iterable<readonly [path: string, param: unknown, gradient: Leaf]>;
  fromVector(vector: Float64Array): unknown;
}

/** Parameters or gradients as a plain tree, and the way back from one. */
export interface Opened {
  readonly tree: unknown;
  readonly close: (tree: unknown) => unknown;
}

/**
 * Lets optimizers work on trees only: a ParamSet and its Grads become arrays of their parts, in the unconstrained
 * space; closing a ParamSet writes its parameters.
 */
export function opened(tree: unknown): Opened {
  if (isParamSet(tree)) {
    const close = (parts: unknown): unknown => {
      tree.assign(concatenate(parts as Leaf[]));
      return tree;
    };
    return { tree: tree.layout.split(tree.toVector()), close };
  }
  if (hasMethod<GradsLike>(tree, "fromVector")) {
    const parts = Array.from(tree.entries(), ([, , part]) => part);
    return { tree: parts, close: (next) => tree.fromVector(concatenate(next as Leaf[])) };
  }
  return { tree, close: (next) => next };
}

/** Recognised by what it can do: a program may hold several copies of the package of parameters. */
export function isParamSet(value: unknown): value is ParamSetLike {
  return hasMethod<ParamSetLike>(value, "assign");
}

function hasMethod<T>(tree: unknown, name: keyof T & string): tree is T {
  if (typeof tree !== "object" || tree === null || !("toVector" in tree) || Array.isArray(tree)) return false;
  return typeof (tree as Record<string, unknown>)[name] === "function";
}

/** How many numbers a leaf has. */
export function sizeOf(leaf: Leaf): number {
  return typeof leaf === "number" ? 1 : leaf.size;
}

/** The elements of all leaves, one behind the other; zeros for a leaf that is absent, as large as its like. */
export function concatenate(
  leaves: readonly (Leaf | undefined)[],
  like: readonly Leaf[] = leaves as Leaf[],
): Float64Array {
  const vector = new Float64Array(like.reduce<number>((sum, leaf) => sum + sizeOf(leaf), 0));
  let begin = 0;
  for (const [i, leaf] of leaves.entries()) {
    if (typeof leaf === "number") vector[begin] = leaf;
    else if (leaf !== undefined) vector.set(leaf.data, begin);
    begin += sizeOf(like[i]);
  }
  return vector;
}
