import { find, freeName, freshId, type GroupNode, isGroup, type Node, nodesOf, parentOf, replaced } from "./tree.ts";

/** Where a node is put: into a group, before the child of that number. */
export interface Spot {
  readonly parent: string;
  readonly index: number;
}

/** A tree with a node put into one of its groups. */
export function inserted(tree: Node, node: Node, { parent, index }: Spot): Node {
  return changed(tree, parent, (group) => {
    if (!isGroup(group)) return group;
    const named = { ...node, name: freeName(node.name, group.children) };
    return { ...group, children: [...group.children.slice(0, index), named, ...group.children.slice(index)] };
  });
}

/** A tree without one of its nodes. Groups of a single node are dissolved; the last node of all stays. */
export function removed(tree: Node, id: string): Node {
  const rest = replaced(tree, id, () => undefined);
  return rest === undefined ? tree : (tidied(rest) ?? tree);
}

/** A tree with one of its nodes at another place; the same tree where that place is inside the node. */
export function moved(tree: Node, id: string, spot: Spot): Node {
  const node = find(tree, id);
  const from = parentOf(tree, id);
  if (node === undefined || from === undefined || find(node, spot.parent) !== undefined) return tree;
  const at = from.children.findIndex((child) => child.id === id);
  const index = from.id === spot.parent && at < spot.index ? spot.index - 1 : spot.index;
  if (from.id === spot.parent && index === at) return tree;
  const without = replaced(tree, id, () => undefined);
  if (without === undefined) return tree;
  return tidied(inserted(without, node, { parent: spot.parent, index })) ?? tree;
}

/** A tree with a node joined with another one: added to it, or multiplied with it. */
export function joined(tree: Node, id: string, kernel: GroupNode["kernel"], other: Node): Node {
  const parent = parentOf(tree, id);
  if (parent?.kernel === kernel) {
    const index = parent.children.findIndex((child) => child.id === id) + 1;
    return inserted(tree, other, { parent: parent.id, index });
  }
  const target = find(tree, id);
  if (target !== undefined && isGroup(target) && target.kernel === kernel) {
    return inserted(tree, other, { parent: id, index: target.children.length });
  }
  return changed(tree, id, (node) => {
    const children = [node, { ...other, name: freeName(other.name, [node]) }];
    // The variance of a factor is that of the product: two of them could not be told apart.
    if (kernel === "sum") return { id: freshId(), kernel, name: freeName("sum", []), children };
    const [{ variance, ...first }, { variance: _, ...second }] = children;
    return { id: freshId(), kernel, name: node.name, variance, children: [first as Node, second as Node] };
  });
}

/** A tree with one of its nodes moved among its siblings, or out of its group (−1 up, 1 down). */
export function nudged(tree: Node, id: string, step: -1 | 1): Node {
  const parent = parentOf(tree, id);
  if (parent === undefined) return tree;
  const at = parent.children.findIndex((child) => child.id === id);
  const to = at + step;
  if (to >= 0 && to < parent.children.length) {
    return moved(tree, id, { parent: parent.id, index: step < 0 ? to : to + 1 });
  }
  const above = parentOf(tree, parent.id);
  if (above === undefined) return tree;
  const place = above.children.findIndex((child) => child.id === parent.id);
  return moved(tree, id, { parent: above.id, index: step < 0 ? place : place + 1 });
}

/** A tree with a node behind the group that held it. */
export function out(root: Node, id: string): Node {
  const parent = parentOf(root, id);
  if (parent === undefined || parentOf(root, parent.id) === undefined) return root;
  const behind = parent.children.length - parent.children.findIndex((child) => child.id === id);
  let next = root;
  for (let i = 0; i < behind && parentOf(next, id)?.id === parent.id; i++) next = nudged(next, id, 1);
  return next;
}

/** A tree with a node put into the group beside it, as its last child. */
export function nested(tree: Node, id: string): Node {
  const parent = parentOf(tree, id);
  if (parent === undefined) return tree;
  const at = parent.children.findIndex((child) => child.id === id);
  const beside = [parent.children[at - 1], parent.children[at + 1]].find((node) => node !== undefined && isGroup(node));
  if (beside === undefined || !isGroup(beside)) return tree;
  return moved(tree, id, { parent: beside.id, index: beside.children.length });
}

/** A tree with one of its nodes changed. */
export function changed(tree: Node, id: string, f: (node: Node) => Node): Node {
  return replaced(tree, id, f) ?? tree;
}

/** How many nodes of all are groups and kernels: what a tree can become is limited. */
export function sizeOf(tree: Node): number {
  return nodesOf(tree).length;
}

/** Without empty groups, and with groups of one node replaced by it. */
function tidied(node: Node): Node | undefined {
  if (!isGroup(node)) return node;
  const children = node.children.flatMap((child) => tidied(child) ?? []);
  if (children.length === 0) return undefined;
  if (children.length === 1) {
    const [only] = children;
    return { ...only, name: node.name, variance: only.variance ?? node.variance };
  }
  const unique: Node[] = [];
  for (const child of children) unique.push({ ...child, name: freeName(child.name, unique) });
  const same = unique.every((child, i) => child === node.children[i]);
  return same && unique.length === node.children.length ? node : { ...node, children: unique };
}
