import { childAt, compare, summaryOf } from "./compare.ts";
import { isStatic, type Unpacked, unpack } from "./container.ts";
import { fold } from "./fold.ts";
import { Ancestors, childPath } from "./walk.ts";

/**
 * A prefix of a tree, spread over the whole of it: each leaf of the prefix (static ones too) takes the place of every
 * leaf of the branch that it stands for. So one value speaks for a whole branch: a learning rate, a mask.
 *
 * @param prefix - a tree with leaves where `tree` may have branches
 * @param tree - gives the structure; its static leaves stay
 * @returns a tree like `tree`, with the values of the prefix for leaves
 * @throws {TreeMismatchError} with the path at which the prefix has a branch that the tree has not
 * @throws {CyclicTreeError} if a container contains itself
 * @example
 * import { broadcastPrefix } from "@wengert/tree";
 *
 * const model = { kernel: { scale: 1, lengths: [2, 3] }, noise: 4 };
 * broadcastPrefix({ kernel: 7, noise: 8 }, model); // => { kernel: { scale: 7, lengths: [7, 7] }, noise: 8 }
 */
export function broadcastPrefix(prefix: unknown, tree: unknown): unknown {
  const ancestors = new Ancestors("broadcastPrefix");
  const enter = ({ own, value, path, unpacked }: Place): Place[] | undefined => {
    const above = unpack(own);
    if (above !== undefined)
      compare("broadcastPrefix", summaryOf(own, above), summaryOf(value, unpacked), path, "in the tree");
    if (unpacked === undefined) return undefined;
    ancestors.enter(value as object, path);
    return unpacked.shell.keys.map((key, i) =>
      placeOf(
        above === undefined ? own : childAt(above.shell, above.children, key, i),
        unpacked.children[i],
        childPath(path, key),
      ),
    );
  };
  const leave = ({ own, value, unpacked }: Place, children: readonly unknown[]): unknown => {
    if (unpacked === undefined) return isStatic(value) ? value : own;
    ancestors.leave(value as object);
    return unpacked.shell.build(children);
  };
  return fold(placeOf(prefix, tree, ""), enter, leave);
}

/** A value in the tree, and what of the prefix stands for it. */
interface Place {
  readonly own: unknown;
  readonly value: unknown;
  readonly path: string;
  readonly unpacked: Unpacked | undefined;
}

function placeOf(own: unknown, value: unknown, path: string): Place {
  return { own, value, path, unpacked: unpack(value) };
}
