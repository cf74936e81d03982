import { align, flatten, unflatten } from "@wengert/tree";
import { type Leaf, opened } from "./opened.ts";

type Equation = (...leaves: readonly Leaf[]) => Leaf;

/**
 * A tree like the first with `f(leaf, ...leaves)` for its leaves.
 *
 * @param others - with at least its leaves. In gradients, `null` marks what is not learned; a state that was renewed by
 * them has a leaf there all the same
 */
export function combine<T>(f: Equation, first: T, ...others: readonly unknown[]): T {
  const { tree, close } = opened(first);
  const { leaves, structure, paths } = flatten<Leaf>(tree);
  const columns = others.map(leavesByPath);
  const results = leaves.map((leaf, i) =>
    evaluate(f, [leaf, ...columns.map((column) => column.get(paths[i]) as Leaf)]),
  );
  return close(unflatten(structure, results)) as T;
}

/**
 * A tree like the first with `f(leaf, other)` for its leaves, unchanged where the other tree is `null`.
 *
 * @param op - who asks; named in the error
 * @throws {TreeMismatchError} where the trees differ otherwise
 */
export function renew<T>(op: string, f: Equation, first: T, other: unknown): T {
  const { tree, close } = opened(first);
  const { leaves, structure } = flatten<Leaf>(tree);
  const column = align<Leaf>(structure, opened(other).tree, op);
  const results = leaves.map((leaf, i) => {
    const partner = column[i];
    return partner === undefined ? leaf : evaluate(f, [leaf, partner]);
  });
  return close(unflatten(structure, results)) as T;
}

/** A state: a plain tree like the parameters, with one leaf for each of theirs. */
export function fill(f: (leaf: Leaf) => Leaf, params: unknown): unknown {
  const { leaves, structure } = flatten<Leaf>(opened(params).tree);
  return unflatten(structure, leaves.map(f), { statics: null });
}

/** A number remains a number as long as only numbers go into it. */
function evaluate(f: Equation, row: readonly Leaf[]): Leaf {
  const y = f(...row);
  return typeof y !== "number" && row.every((x) => typeof x === "number") ? y.item() : y;
}

function leavesByPath(tree: unknown): Map<string, Leaf> {
  const { leaves, paths } = flatten<Leaf>(tree);
  return new Map(paths.map((path, i) => [path, leaves[i]]));
}
