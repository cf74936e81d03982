import { zeros } from "@wengert/array";
import { align, flatten, TreeMismatchError, unflatten } from "@wengert/tree";
import { type Leaf, opened } from "./opened.ts";

type Equation = (...leaves: readonly Leaf[]) => Leaf;

/**
 * A tree like the first with `f(leaf, ...leaves)` for its leaves.
 *
 * @param others - with at least its leaves. In gradients, `null` marks what is not learned; a state that was renewed by
 * them has a leaf there all the same
 * @throws {TreeMismatchError} where another tree lacks a leaf
 */
export function combine<T>(f: Equation, first: T, ...others: readonly unknown[]): T {
  const { tree, close } = opened(first);
  const { leaves, structure, paths } = flatten<Leaf>(tree);
  const columns = others.map(leavesByPath);
  const results = leaves.map((leaf, i) => evaluate(f, [leaf, ...columns.map((column) => at(column, paths[i]))]));
  return close(unflatten(structure, results)) as T;
}

/**
 * A tree like the first with `f(leaf, other, ...leaves)` for its leaves, unchanged where the other tree is `null`.
 *
 * @param op - who asks; named in the error
 * @param more - trees with at least the leaves of the first
 * @throws {TreeMismatchError} where the trees differ otherwise
 */
export function renew<T>(op: string, f: Equation, first: T, other: unknown, ...more: readonly unknown[]): T {
  const { tree, close } = opened(first);
  const { leaves, structure, paths } = flatten<Leaf>(tree);
  const column = align<Leaf>(structure, facing(tree, other), op);
  const columns = more.map(leavesByPath);
  const results = leaves.map((leaf, i) => {
    const partner = column[i];
    if (partner === undefined) return leaf;
    return evaluate(f, [leaf, partner, ...columns.map((further) => at(further, paths[i]))]);
  });
  return close(unflatten(structure, results)) as T;
}

/** A state: a plain tree like the parameters, with one leaf for each of theirs. */
export function fill(f: (leaf: Leaf) => Leaf, params: unknown): unknown {
  const { leaves, structure } = flatten<Leaf>(opened(params).tree);
  return unflatten(structure, leaves.map(f), { statics: null });
}

/** A state that begins with the same number in every element. */
export function filled(value: number, params: unknown): unknown {
  return fill((x) => (typeof x === "number" ? value : constantLike(x.shape, value)), params);
}

/** The leaves of a tree, without those that are static or have no gradient. */
export function leavesOf(tree: unknown): readonly Leaf[] {
  return flatten<Leaf>(opened(tree).tree).leaves;
}

function constantLike(shape: readonly number[], value: number): Leaf {
  const constant = zeros(shape);
  constant.data.fill(value);
  return constant;
}

/** A number remains a number as long as only numbers go into it. */
function evaluate(f: Equation, row: readonly Leaf[]): Leaf {
  const y = f(...row);
  return typeof y !== "number" && row.every((x) => typeof x === "number") ? y.item() : y;
}

function leavesByPath(tree: unknown): Map<string, Leaf> {
  const { leaves, paths } = flatten<Leaf>(opened(tree).tree);
  return new Map(paths.map((path, i) => [path, leaves[i]]));
}

function at(column: ReadonlyMap<string, Leaf>, path: string): Leaf {
  const leaf = column.get(path);
  if (leaf !== undefined) return leaf;
  throw new TreeMismatchError(
    `update: ${path}: there is a gradient, but the state or parameters lack it`,
    "update",
    path,
  );
}

/** The other tree as it stands opposite to the first: Grads of a part of the parameters say nothing of the others. */
function facing(first: unknown, other: unknown): unknown {
  const { tree, partial } = opened(other);
  if (!partial) return tree;
  const silent = Object.keys(first as object).map((path) => [path, null]);
  return { ...Object.fromEntries(silent), ...(tree as object) };
}
