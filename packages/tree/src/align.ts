import { demand } from "./arguments.ts";
import { childAt, compare, type NodeSummary } from "./compare.ts";
import { flatten, type Structure } from "./flatten.ts";
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
  const walk = (own: Structure, theirs: Structure, first: number, path: string): void => {
    if (theirs.kind === "static" && theirs.value === null) {
      for (let i = 0; i < own.size; i++) aligned.push(undefined);
      return;
    }
    compare(op, summaryOf(own), summaryOf(theirs), path, "in the other tree");
    if (own.kind === "leaf") aligned.push(leaves[first]);
    if (own.kind !== "container" || theirs.kind !== "container") return;
    const places = new Map<Structure, number>();
    let next = first;
    for (const child of theirs.children) {
      places.set(child, next);
      next += child.size;
    }
    for (const [i, key] of own.shell.keys.entries()) {
      const child = childAt(theirs.shell, theirs.children, key, i);
      walk(own.children[i], child, places.get(child) as number, childPath(path, key));
    }
  };
  walk(structure, other, 0, "");
  return aligned;
}

function summaryOf(part: Structure): NodeSummary {
  if (part.kind !== "container") return { kind: part.kind, label: `a ${part.kind}` };
  return { kind: part.kind, shell: part.shell, label: `an ${part.shell.label}` };
}
