import { demand, expectNoMore, expectOptions } from "./arguments.ts";
import { isStatic, type Shell, type Static, type Unpacked, unpack } from "./container.ts";
import { TreeMismatchError } from "./errors.ts";
import { fold } from "./fold.ts";
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

/** A value in a tree, and where it stands. */
interface Place {
  readonly value: unknown;
  readonly path: string;
  readonly unpacked: Unpacked | undefined;
}

function placeOf(value: unknown, path: string): Place {
  return { value, path, unpacked: unpack(value) };
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
  expectNoMore("flatten", arguments[1]);
  const whole = placeOf(tree, "");
  // Most trees that are taken apart are one value.
  if (whole.unpacked === undefined && !isStatic(tree))
    return { leaves: [tree as L], structure: { kind: "leaf", size: 1 }, paths: [""] };
  const leaves: L[] = [];
  const paths: string[] = [];
  const ancestors = new Ancestors("flatten");
  const enter = ({ value, path, unpacked }: Place): Place[] | undefined => {
    if (unpacked === undefined) return undefined;
    ancestors.enter(value as object, path);
    return unpacked.children.map((child, i) => placeOf(child, childPath(path, unpacked.shell.keys[i])));
  };
  const leave = ({ value, path, unpacked }: Place, children: readonly Structure[]): Structure => {
    if (unpacked !== undefined) {
      ancestors.leave(value as object);
      const size = children.reduce((total, child) => total + child.size, 0);
      return { kind: "container", size, shell: unpacked.shell, children };
    }
    if (isStatic(value)) return { kind: "static", size: 0, value };
    leaves.push(value as L);
    paths.push(path);
    return { kind: "leaf", size: 1 };
  };
  const structure = fold(whole, enter, leave);
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
  if (structure.kind === "leaf") return leaves[0] as T;
  const nulls = options.statics === null;
  let next = 0;
  const build = (part: Structure, children: readonly unknown[]): unknown => {
    if (part.kind === "leaf") return leaves[next++];
    if (part.kind === "static") return nulls ? null : part.value;
    return part.shell.build(children);
  };
  return fold(structure, childrenOf, build) as T;
}

/** The parts of a structure; undefined for one without. */
export function childrenOf(part: Structure): readonly Structure[] | undefined {
  return part.kind === "container" ? part.children : undefined;
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
