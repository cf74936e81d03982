interface Entered<N, R> {
  readonly node: N;
  readonly children: readonly N[];
  readonly results: R[];
}

const none: readonly never[] = [];

/**
 * Visits a tree from its root, and works something out for each node from what came out for its children. Written with a
 * stack of its own, because a tree may be deeper than the call stack.
 *
 * @param enter - the children of a node, undefined for a leaf; called before them
 * @param leave - called after them, with their results in order
 * @example
 * import { fold } from "@wengert/tree/author";
 *
 * type Node = number | readonly Node[];
 * const tree: Node = [1, [2, 3]];
 * const enter = (node: Node) => (typeof node === "number" ? undefined : node);
 * const leave = (node: Node, sums: readonly number[]) => (typeof node === "number" ? node : sums.reduce((a, b) => a + b, 0));
 * fold<Node, number>(tree, enter, leave); // => 6
 */
export function fold<N, R>(
  root: N,
  enter: (node: N) => readonly N[] | undefined,
  leave: (node: N, results: readonly R[]) => R,
): R {
  const children = enter(root);
  if (children === undefined) return leave(root, none);
  const path: Entered<N, R>[] = [{ node: root, children, results: [] }];
  for (;;) {
    const top = path[path.length - 1];
    if (top.results.length < top.children.length) {
      const node = top.children[top.results.length];
      const children = enter(node);
      if (children === undefined) top.results.push(leave(node, none));
      else path.push({ node, children, results: [] });
      continue;
    }
    const result = leave(top.node, top.results);
    path.pop();
    if (path.length === 0) return result;
    path[path.length - 1].results.push(result);
  }
}
