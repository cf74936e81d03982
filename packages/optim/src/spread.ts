import { broadcastPrefix, flatten, type Structure } from "@wengert/tree";

/**
 * For each leaf of a tree, what a prefix of that tree says of it: a tree like it, or with one value for a whole branch.
 * The values may be static (booleans, null) as well.
 *
 * @throws {TreeMismatchError} where the prefix has a branch that the tree has not
 */
export function spread(prefix: unknown, tree: unknown): readonly unknown[] {
  const values: unknown[] = [];
  const visit = (own: Structure, said: Structure, leaves: Iterator<unknown>): void => {
    const value = said.kind === "leaf" ? leaves.next().value : undefined;
    if (own.kind === "leaf") values.push(said.kind === "static" ? said.value : value);
    if (own.kind !== "container" || said.kind !== "container") return;
    for (const [i, child] of own.children.entries()) visit(child, said.children[i], leaves);
  };
  const said = flatten(broadcastPrefix(prefix, tree));
  visit(flatten(tree).structure, said.structure, said.leaves.values());
  return values;
}
