import type { Setting } from "@wengert/gp-app/model";

/**
 * A covariance as the editor holds it: a tree whose nodes keep their identity while they are moved, renamed and changed,
 * and whose parameters know their bounds, whether they are learned, and what is believed of them beforehand.
 */
export type Node = LeafNode | GroupNode;

/** One kernel, times a variance if there is one. */
export interface LeafNode extends Common {
  readonly kernel: string;
  /** Learned arguments, by name. Several values are one for each input. */
  readonly learned: Readonly<Record<string, readonly Parameter[]>>;
  /** Arguments that are given and stay, such as a period. */
  readonly constants: Readonly<Record<string, number>>;
}

/** The sum or the product of other nodes, times a variance if there is one. */
export interface GroupNode extends Common {
  readonly kernel: "sum" | "product";
  readonly children: readonly Node[];
}

interface Common {
  readonly id: string;
  /** Its name among its siblings. */
  readonly name: string;
  readonly variance?: Parameter | undefined;
}

/** A positive number that a fit may move, and how: see the model package's `Setting`. */
export interface Parameter extends Setting {
  readonly value: number;
}

/** Whether a node holds others. */
export function isGroup(node: Node): node is GroupNode {
  return "children" in node;
}

let made = 0;

/** An identity that no other node of this page has. */
export function freshId(): string {
  made++;
  return `n${Date.now().toString(36)}${made.toString(36)}`;
}

/** The node of an id in a tree. */
export function find(tree: Node, id: string): Node | undefined {
  if (tree.id === id) return tree;
  if (!isGroup(tree)) return undefined;
  for (const child of tree.children) {
    const found = find(child, id);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The group that directly holds a node. */
export function parentOf(tree: Node, id: string): GroupNode | undefined {
  if (!isGroup(tree)) return undefined;
  if (tree.children.some((child) => child.id === id)) return tree;
  for (const child of tree.children) {
    const found = parentOf(child, id);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** All nodes, parents before their children, in the order in which they are shown. */
export function nodesOf(tree: Node): Node[] {
  return isGroup(tree) ? [tree, ...tree.children.flatMap(nodesOf)] : [tree];
}

/** A tree with one of its nodes replaced; `undefined` takes it out. */
export function replaced(tree: Node, id: string, f: (node: Node) => Node | undefined): Node | undefined {
  if (tree.id === id) return f(tree);
  if (!isGroup(tree)) return tree;
  let changed = false;
  const children = tree.children.flatMap((child) => {
    const next = replaced(child, id, f);
    changed ||= next !== child;
    return next === undefined ? [] : [next];
  });
  return changed ? { ...tree, children } : tree;
}

/** A name that none of the siblings has: `rbf`, `rbf2`, … */
export function freeName(name: string, siblings: readonly Node[]): string {
  const taken = new Set(siblings.map((node) => node.name));
  let free = name;
  for (let count = 2; taken.has(free); count++) free = `${name}${count}`;
  return free;
}
