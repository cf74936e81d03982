import { zeros } from "@wengert/array";
import { align, flatten, TreeMismatchError, unflatten } from "@wengert/tree";
import type { Leaf } from "./leaf.ts";
import { toPlainTree } from "./plaintree.ts";

type Equation = (...leaves: readonly Leaf[]) => Leaf;

/**
 * A tree like the first whose leaves are `f(leaf, ...leaves of the others at the same path)`.
 *
 * @param others - trees with at least the leaves of the first. A gradient has `null` for a parameter that is not learned,
 * where a state still has a leaf
 * @throws {TreeMismatchError} where another tree lacks a leaf
 */
export function mapLeaves<T>(f: Equation, first: T, ...others: readonly unknown[]): T {
  const { tree, restore } = toPlainTree(first);
  const { leaves, structure, paths } = flatten<Leaf>(tree);
  const columns = others.map(leavesByPath);
  const results = leaves.map((leaf, i) => evaluate(f, [leaf, ...columns.map((column) => at(column, paths[i]))]));
  return restore(unflatten(structure, results)) as T;
}

/**
 * A tree like the first whose leaves are `f(leaf, other, ...more)`; a leaf stays as it is where the other tree has `null`.
 *
 * @param op - the operation that an error names
 * @param more - trees with at least the leaves of the first
 * @throws {TreeMismatchError} where the trees differ otherwise
 */
export function updateLeaves<T>(op: string, f: Equation, first: T, other: unknown, ...more: readonly unknown[]): T {
  const { tree, restore } = toPlainTree(first);
  const { leaves, structure, paths } = flatten<Leaf>(tree);
  const column = align<Leaf>(structure, completed(tree, other), op);
  const columns = more.map(leavesByPath);
  const results = leaves.map((leaf, i) => {
    const partner = column[i];
    if (partner === undefined) return leaf;
    return evaluate(f, [leaf, partner, ...columns.map((further) => at(further, paths[i]))]);
  });
  return restore(unflatten(structure, results)) as T;
}

/**
 * One step of an optimizer: of each leaf with a gradient, the update and the next entry of each tree of the state. The other
 * entries stay as they are.
 *
 * @param f - from a gradient and the leaf's entries, in the order of the states
 * @throws {TreeMismatchError} where the trees differ
 */
export function stepLeaves<G>(
  f: (g: Leaf, state: readonly Leaf[]) => readonly [update: Leaf, ...next: Leaf[]],
  grads: G,
  states: readonly unknown[],
): [updates: G, next: unknown[]] {
  const [{ leaves, structure, paths }, ...others] = states.map((state) => flatten<Leaf>(toPlainTree(state).tree));
  const { tree, restore } = toPlainTree(grads);
  const column = align<Leaf>(structure, completed(unflatten(structure, leaves), grads), "update");
  const columns = others.map((other) => new Map(other.paths.map((path, i) => [path, other.leaves[i]])));
  const updates = new Map<string, Leaf>();
  const next = states.map(() => [] as Leaf[]);
  for (const [i, leaf] of leaves.entries()) {
    const entries = [leaf, ...columns.map((further) => at(further, paths[i]))];
    const g = column[i];
    const [update, ...changed] = g === undefined ? [undefined, ...entries] : f(g, entries);
    if (update !== undefined) updates.set(paths[i], update);
    for (const [k, entry] of changed.entries()) next[k].push(entry);
  }
  const own = flatten(tree);
  const found = own.paths.map((path) => at(updates, path));
  return [restore(unflatten(own.structure, found)) as G, next.map((entries) => unflatten(structure, entries))];
}

/** A state: a plain tree like the parameters, with `f` of each of their leaves. */
export function stateLike(f: (leaf: Leaf) => Leaf, params: unknown): unknown {
  const { leaves, structure } = flatten<Leaf>(toPlainTree(params).tree);
  return unflatten(structure, leaves.map(f), { statics: null });
}

/** A state with the same number in every element. */
export function constantState(value: number, params: unknown): unknown {
  return stateLike((x) => (typeof x === "number" ? value : constantLike(x.shape, value)), params);
}

/** The leaves of a tree, without those that are static or have no gradient. */
export function leavesOf(tree: unknown): readonly Leaf[] {
  return flatten<Leaf>(toPlainTree(tree).tree).leaves;
}

function constantLike(shape: readonly number[], value: number): Leaf {
  const constant = zeros(shape);
  constant.data.fill(value);
  return constant;
}

/** A function of numbers only gives a number, so that numbers in a tree stay numbers. */
function evaluate(f: Equation, row: readonly Leaf[]): Leaf {
  const y = f(...row);
  return typeof y !== "number" && row.every((x) => typeof x === "number") ? y.item() : y;
}

function leavesByPath(tree: unknown): Map<string, Leaf> {
  const { leaves, paths } = flatten<Leaf>(toPlainTree(tree).tree);
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

/** The other tree with `null` at the paths that it lacks. Grads may cover a part of the parameters only. */
function completed(first: unknown, other: unknown): unknown {
  const { tree, partial } = toPlainTree(other);
  if (!partial) return tree;
  const missing = Object.keys(first as object).map((path) => [path, null]);
  return { ...Object.fromEntries(missing), ...(tree as object) };
}
