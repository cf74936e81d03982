import { broadcastPrefix, flatten, type Structure } from "@wengert/tree";

/**
 * The value that a prefix of a tree gives to each of its leaves. A prefix has the form of the tree, or one value for a whole
 * branch. Its values may be static (booleans, null).
 *
 * @throws {TreeMismatchError} where the prefix has a branch that the tree has not
 */
export function prefixValues(prefix: unknown, tree: unknown): readonly unknown[] {
  const values: unknown[] = [];
  const visit = (node: Structure, prefixNode: Structure, leaves: Iterator<unknown>): void => {
    const value = prefixNode.kind === "leaf" ? leaves.next().value : undefined;
    if (node.kind === "leaf") values.push(prefixNode.kind === "static" ? prefixNode.value : value);
    if (node.kind !== "container" || prefixNode.kind !== "container") return;
    for (const [i, child] of node.children.entries()) visit(child, prefixNode.children[i], leaves);
  };
  const whole = flatten(broadcastPrefix(prefix, tree));
  visit(flatten(tree).structure, whole.structure, whole.leaves.values());
  return values;
}
