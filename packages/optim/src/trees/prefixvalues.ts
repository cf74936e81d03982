import { broadcastPrefix, flatten, type Structure } from "@wengert/tree";
import { fold } from "@wengert/tree/author";

interface Pair {
  readonly node: Structure;
  readonly prefixNode: Structure;
}

/**
 * The value that a prefix of a tree gives to each of its leaves. A prefix has the form of the tree, or one value for a whole
 * branch. Its values may be static (booleans, null).
 *
 * @throws {TreeMismatchError} where the prefix has a branch that the tree has not
 */
export function prefixValues(prefix: unknown, tree: unknown): readonly unknown[] {
  const values: unknown[] = [];
  const whole = flatten(broadcastPrefix(prefix, tree));
  const leaves = whole.leaves.values();
  const enter = ({ node, prefixNode }: Pair): readonly Pair[] | undefined => {
    const value = prefixNode.kind === "leaf" ? leaves.next().value : undefined;
    if (node.kind === "leaf") values.push(prefixNode.kind === "static" ? prefixNode.value : value);
    if (node.kind !== "container" || prefixNode.kind !== "container") return undefined;
    return node.children.map((child, i) => ({ node: child, prefixNode: prefixNode.children[i] }));
  };
  fold<Pair, void>({ node: flatten(tree).structure, prefixNode: whole.structure }, enter, () => {});
  return values;
}
