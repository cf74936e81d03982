import { broadcastPrefix, flatten, type Structure, TreeMismatchError } from "@wengert/tree";
import { fold } from "@wengert/tree/author";

/** An argument of an operation. */
interface Argument {
  readonly op: string;
  readonly name: string;
}

interface Pair {
  readonly node: Structure;
  readonly prefixNode: Structure;
}

/**
 * The value that a prefix of a tree gives to each of its leaves. A prefix has the form of the tree, or one value for a whole
 * branch. Its values may be static (booleans, null).
 *
 * @param what - the operation and its argument, for the error
 * @throws {TreeMismatchError} where the prefix has not the form of the tree
 */
export function prefixValues(prefix: unknown, tree: unknown, what: Argument): readonly unknown[] {
  const values: unknown[] = [];
  const whole = flatten(broadcast(prefix, tree, what));
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

function broadcast(prefix: unknown, tree: unknown, { op, name }: Argument): unknown {
  try {
    return broadcastPrefix(prefix, tree);
  } catch (error) {
    if (!(error instanceof TreeMismatchError)) throw error;
    const where = error.message.replace(/^broadcastPrefix: /, "");
    const remedy = "Give it the form of the parameters, or one value for a whole branch";
    throw new TreeMismatchError(`${op}: ${name} does not fit: ${where}. ${remedy}.`, op, error.path);
  }
}
