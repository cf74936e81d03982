import { concatenate, type Leaf } from "./leaf.ts";

/** The part of a ParamSet that is used here. Importing `params` would bind it to users of plain trees. */
interface ParamSetLike {
  readonly paths: readonly string[];
  readonly layout: { split(vector: Float64Array): Leaf[] };
  toVector(): Float64Array;
  assign(vector: Float64Array): void;
}

/** The part of Grads that is used here. */
interface GradsLike {
  entries(): Iterable<readonly [path: string, param: unknown, gradient: Leaf]>;
  fromVector(vector: Float64Array): unknown;
}

/** Parameters or gradients as a plain tree, with the function that converts such a tree back. */
export interface PlainTree {
  readonly tree: unknown;
  readonly restore: (tree: unknown) => unknown;
  /** Whether a path that it lacks means "unchanged", as in Grads. */
  readonly partial: boolean;
}

/**
 * A ParamSet or Grads as a record of unconstrained values by path; any other tree as it is. So optimizers see trees only.
 *
 * Restoring a ParamSet writes its parameters. Paths are the keys, so that a state stays valid when parameters are frozen
 * or thawed.
 */
export function toPlainTree(tree: unknown): PlainTree {
  if (isParamSet(tree)) {
    const restore = (next: unknown): unknown => {
      tree.assign(concatenate(Object.values(next as Record<string, Leaf>)));
      return tree;
    };
    const parts = tree.layout.split(tree.toVector());
    return { tree: Object.fromEntries(parts.map((part, i) => [tree.paths[i], part])), restore, partial: false };
  }
  if (hasMethod<GradsLike>(tree, "fromVector")) {
    const entries = [...tree.entries()];
    const parts = partRecord(entries.map(([path, , part]) => [path, part]));
    const restore = (next: unknown): unknown =>
      tree.fromVector(concatenate(Object.values(next as Record<string, Leaf>)));
    return { tree: parts, restore, partial: true };
  }
  if (isPartRecord(tree)) return { tree, restore: (next) => partRecord(Object.entries(next as object)), partial: true };
  return { tree, restore: (next) => next, partial: false };
}

const partial = /* @__PURE__ */ Symbol("partial");

/** A record in which a missing path means "unchanged", as in Grads. */
export function partRecord(parts: readonly (readonly [path: string, part: unknown])[]): Record<string, unknown> {
  return Object.defineProperty(Object.fromEntries(parts), partial, { value: true });
}

function isPartRecord(tree: unknown): boolean {
  return typeof tree === "object" && tree !== null && partial in tree;
}

/** Tested by its methods, because a program may hold several copies of the package `params`. */
export function isParamSet(value: unknown): value is ParamSetLike {
  return hasMethod<ParamSetLike>(value, "assign");
}

function hasMethod<T>(tree: unknown, name: keyof T & string): tree is T {
  if (typeof tree !== "object" || tree === null || !("toVector" in tree) || Array.isArray(tree)) return false;
  return typeof (tree as Record<string, unknown>)[name] === "function";
}
