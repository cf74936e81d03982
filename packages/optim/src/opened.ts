import type { Tensor } from "@wengert/array";

/** A leaf of a tree of parameters, gradients or state. */
export type Leaf = number | Tensor;

/** A set of tagged parameters, as far as it is used here: the package of parameters is not needed for trees. */
interface ParamSetLike {
  readonly paths: readonly string[];
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
  /** Whether what is missing in it is to be left alone. */
  readonly partial: boolean;
}

/**
 * Lets optimizers work on trees only: a ParamSet and its Grads become records of their parts by path, in the
 * unconstrained space; closing a ParamSet writes its parameters.
 *
 * By path, so that a state fits whatever part of a model is learned at the moment.
 */
export function opened(tree: unknown): Opened {
  if (isParamSet(tree)) {
    const close = (next: unknown): unknown => {
      tree.assign(concatenate(Object.values(next as Record<string, Leaf>)));
      return tree;
    };
    const parts = tree.layout.split(tree.toVector());
    return { tree: Object.fromEntries(parts.map((part, i) => [tree.paths[i], part])), close, partial: false };
  }
  if (hasMethod<GradsLike>(tree, "fromVector")) {
    const entries = [...tree.entries()];
    const parts = partRecord(entries.map(([path, , part]) => [path, part]));
    const close = (next: unknown): unknown => tree.fromVector(concatenate(Object.values(next as Record<string, Leaf>)));
    return { tree: parts, close, partial: true };
  }
  if (isPartRecord(tree)) return { tree, close: (next) => partRecord(Object.entries(next as object)), partial: true };
  return { tree, close: (next) => next, partial: false };
}

const partial = /* @__PURE__ */ Symbol("partial");

/** A record that says nothing of the paths it does not have, as Grads do. */
export function partRecord(parts: readonly (readonly [path: string, part: unknown])[]): Record<string, unknown> {
  return Object.defineProperty(Object.fromEntries(parts), partial, { value: true });
}

function isPartRecord(tree: unknown): boolean {
  return typeof tree === "object" && tree !== null && partial in tree;
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
