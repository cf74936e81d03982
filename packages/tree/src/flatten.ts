import { demand, expectOptions } from "./arguments.ts";
import { isStatic, type Shell, type Static, unpack } from "./container.ts";
import { TreeMismatchError } from "./errors.ts";
import { Ancestors, childPath, spell } from "./walk.ts";

/** A tree without its leaves: its containers, and the values of its static leaves. */
export type Structure =
  | { readonly kind: "leaf"; readonly size: 1 }
  | { readonly kind: "static"; readonly size: 0; readonly value: Static }
  | {
      readonly kind: "container";
      readonly size: number;
      readonly shell: Shell;
      readonly children: readonly Structure[];
    };

/** A tree taken apart. `leaves[i]` was found at `paths[i]`. */
export interface Flattened<L = unknown> {
  readonly leaves: L[];
  readonly structure: Structure;
  readonly paths: string[];
}

/** How `unflatten` fills in what is no leaf. */
export interface UnflattenOptions {
  /** `null` puts `null` wherever the tree has a static leaf, as a gradient does. By default they are kept. */
  readonly statics?: null;
}

/**
 * Takes a tree apart into its leaves, in depth-first order, and everything else.
 *
 * Containers are plain objects (own enumerable string keys; a getter counts by its value), arrays, and instances of
 * classes given to {@link registerNode}. Strings, booleans, bigints, symbols, functions, `null` and `undefined` belong
 * to the structure; all else is a leaf.
 *
 * @typeParam L - what the caller knows its leaves to be; nothing checks it
 * @throws {CyclicTreeError} if a container contains itself
 * @example
 * import { flatten } from "@wengert/tree";
 *
 * const { leaves, paths } = flatten<number>({ kernel: { lengths: [0.5, 2], name: "rbf" } });
 * leaves; // => [0.5, 2]
 * paths; // => ["kernel.lengths[0]", "kernel.lengths[1]"]
 */
export function flatten<L = unknown>(tree: unknown): Flattened<L> {
  const leaves: L[] = [];
  const paths: string[] = [];
  const ancestors = new Ancestors("flatten");
  const walk = (value: unknown, path: string): Structure => {
    if (isStatic(value)) return { kind: "static", size: 0, value };
    const unpacked = unpack(value);
    if (unpacked === undefined) {
      leaves.push(value as L);
      paths.push(path);
      return { kind: "leaf", size: 1 };
    }
    const { shell } = unpacked;
    const before = leaves.length;
    ancestors.enter(value as object, path);
    const children = unpacked.children.map((child, i) => walk(child, childPath(path, shell.keys[i])));
    ancestors.leave(value as object);
    return { kind: "container", size: leaves.length - before, shell, children };
  };
  const structure = walk(tree, "");
  return { leaves, structure, paths };
}

/**
 * The inverse of {@link flatten}: a new tree of that structure around other leaves.
 *
 * @typeParam T - the tree that results; nothing checks it
 * @param leaves - as many as the structure has, in the order of `flatten`
 * @throws {TreeMismatchError} if there are more or fewer leaves than the structure has
 * @example
 * import { flatten, unflatten } from "@wengert/tree";
 *
 * const { structure } = flatten({ scale: 3, name: "rbf" });
 * unflatten(structure, [4]); // => { scale: 4, name: "rbf" }
 * unflatten(structure, [4], { statics: null }); // => { scale: 4, name: null }
 */
export function unflatten<T = unknown>(
  structure: Structure,
  leaves: readonly unknown[],
  options: UnflattenOptions = {},
): T {
  const known = typeof structure === "object" && structure !== null && typeof structure.size === "number";
  demand("unflatten", "structure must come from flatten, and leaves be an array", known && Array.isArray(leaves));
  if (leaves.length !== structure.size) {
    const missing = leaves.length < structure.size ? leafPath(structure, leaves.length) : undefined;
    const where = missing === undefined ? "" : `; the first without one is ${spell(missing)}`;
    const message = `unflatten: got ${leaves.length} leaves for a tree of ${structure.size}${where}`;
    throw new TreeMismatchError(message, "unflatten", missing);
  }
  expectOptions("unflatten", options, ["statics"]);
  const nulls = options.statics === null;
  let next = 0;
  const build = (part: Structure): unknown => {
    if (part.kind === "leaf") return leaves[next++];
    if (part.kind === "static") return nulls ? null : part.value;
    return part.shell.build(part.children.map(build));
  };
  return build(structure) as T;
}

/** The path of the leaf with this index. */
function leafPath(structure: Structure, index: number): string {
  let path = "";
  let part = structure;
  let rest = index;
  while (part.kind === "container") {
    let i = 0;
    for (; rest >= part.children[i].size; i++) rest -= part.children[i].size;
    path = childPath(path, part.shell.keys[i]);
    part = part.children[i];
  }
  return path;
}
