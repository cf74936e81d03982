import { demand } from "./arguments.ts";
import { childAt, compare, type NodeSummary } from "./compare.ts";
import { flatten, type Structure } from "./flatten.ts";
import { fold } from "./fold.ts";
import { childPath } from "./walk.ts";

/**
 * The leaves of a tree in the order of another tree's, matched by name. A `null` stands for a leaf or a whole branch
 * that the tree does not have, as in a gradient of some of the parameters.
 *
 * @param structure - of the tree that gives the order, from `flatten`
 * @param tree - a tree of the same structure, but for `null`s and the order of keys
 * @param op - the operation, for the error
 * @returns as many entries as the structure has leaves, `undefined` for those under a `null`
 * @throws {TreeMismatchError} with the path at which the tree differs, and how
 * @throws {CyclicTreeError} if a container contains itself
 * @example
 * import { align, flatten } from "@wengert/tree";
 *
 * const { structure } = flatten({ a: 1, b: { c: 2, d: 3 }, e: 4 });
 * align(structure, { e: 40, b: null, a: 10 }); // => [10, undefined, undefined, 40]
 */
export function align<L = unknown>(structure: Structure, tree: unknown, op = "align"): (L | undefined)[] {
  const known = typeof structure === "object" && structure !== null && typeof structure.size === "number";
  demand(op, "structure must come from flatten", known);
  const { leaves, structure: other } = flatten<L>(tree);
  const aligned: (L | undefined)[] = [];
  const enter = ({ own, theirs, first, path }: Pair): Pair[] | undefined => {
    if (theirs.kind === "static" && theirs.value === null) {
      for (let i = 0; i < own.size; i++) aligned.push(undefined);
      return undefined;
    }
    compare(op, summaryOf(own), summaryOf(theirs), path, "in the other tree");
    if (own.kind === "leaf") aligned.push(leaves[first]);
    if (own.kind !== "container" || theirs.kind !== "container") return undefined;
    const places = new Map<Structure, number>();
    let next = first;
    for (const child of theirs.children) {
      places.set(child, next);
      next += child.size;
    }
    return own.shell.keys.map((key, i) => {
      const child = childAt(theirs.shell, theirs.children, key, i);
      return { own: own.children[i], theirs: child, first: places.get(child) as number, path: childPath(path, key) };
    });
  };
  fold<Pair, void>({ own: structure, theirs: other, first: 0, path: "" }, enter, nothing);
  return aligned;
}

/** Two parts at one path, and which of the other tree's leaves is the first of its part. */
interface Pair {
  readonly own: Structure;
  readonly theirs: Structure;
  readonly first: number;
  readonly path: string;
}

function nothing(): void {}

function summaryOf(part: Structure): NodeSummary {
  if (part.kind !== "container") return { kind: part.kind, label: `a ${part.kind}` };
  return { kind: part.kind, shell: part.shell, label: `an ${part.shell.label}` };
}
