import { isTensor, type Tensor } from "@wengert/array";
import { kindOf, showShape } from "@wengert/array/author";
import { childPath, flatten, type Structure, TreeMismatchError } from "@wengert/tree";
import type { Value } from "./contract.ts";
import { asNumbers } from "./dependence.ts";
import { CotangentShapeError, UnknownLeafError } from "./errors.ts";
import { resolve } from "./resolve.ts";
import { isTag } from "./tag.ts";
import { fits } from "./tangent.ts";

/** A tree of values taken apart for a transformation. */
export interface Leaves {
  /** What the leaves stand for. */
  readonly values: readonly Tensor[];
  /** The leaves themselves. */
  readonly given: readonly Value[];
  readonly structure: Structure;
  readonly paths: readonly string[];
}

/**
 * The leaves of a tree of numbers, Tensors and parameters, resolved.
 *
 * @param op - who asks; named in the error
 * @throws {UnknownLeafError} for a leaf of another kind, with its path
 */
export function leavesOf(op: string, tree: unknown): Leaves {
  const leaves = resolved(op, tree);
  return { ...leaves, values: leaves.values.map(asNumbers) };
}

/** `leavesOf`, where a leaf may be a tangent or cotangent that does not depend on anything. */
function resolved(op: string, tree: unknown): Leaves {
  const { leaves, structure, paths } = flatten<Value>(tree);
  const values = leaves.map((leaf, i) => {
    if (isValue(leaf)) return resolve(leaf, op);
    throw unknownLeaf(op, leaf, paths[i]);
  });
  return { values, given: leaves, structure, paths };
}

/** Whether something is a number, a Tensor or a tag. */
export function isValue(leaf: unknown): leaf is Value {
  return typeof leaf === "number" || isTensor(leaf) || isTag(leaf);
}

function unknownLeaf(op: string, leaf: unknown, path: string): UnknownLeafError {
  const remedy =
    ArrayBuffer.isView(leaf) || Array.isArray(leaf)
      ? "Wrap it in tensor(...)."
      : "Use plain objects, arrays, numbers and Tensors, or tell how to take the class apart with registerNode.";
  const where = path === "" ? "the argument" : `"${path}"`;
  return new UnknownLeafError(
    `${op}: ${where} is ${kindOf(leaf)}, which is no number, Tensor or parameter. ${remedy}`,
    op,
    path,
  );
}

/**
 * The leaves of a tree of tangents or cotangents, in the order of the leaves that they belong to.
 *
 * @param op - who asks
 * @param what - "tangent" or "cotangent"
 * @param tree - like the tree of `leaves`, in any order of keys; null and undefined are zero
 * @throws {TreeMismatchError} for a leaf that the other tree has not, or a string or the like in place of one
 * @throws {CotangentShapeError} for a leaf of another shape
 */
export function alignedTo(leaves: Leaves, op: string, what: string, tree: unknown): readonly (Tensor | undefined)[] {
  const own = resolved(op, tree);
  const byPath = new Map(own.paths.map((path, i) => [path, own.values[i]]));
  const aligned = leaves.paths.map((path, i) => {
    const found = byPath.get(path);
    byPath.delete(path);
    if (found === undefined || fits(found, leaves.values[i])) return found;
    throw new CotangentShapeError(
      `${op}: the ${what}${at(path)} has shape ${showShape(found.shape)}, the value ` +
        `${showShape(leaves.values[i].shape)}. They must be equal.`,
      op,
      path,
    );
  });
  for (const path of byPath.keys()) {
    throw new TreeMismatchError(`${op}: there is a ${what}${at(path)}, but no value.`, op, path);
  }
  if (aligned.includes(undefined)) refuseStatics(own.structure, "", leaves.structure, `${op}: the ${what}`, op);
  return aligned;
}

/** Refuses a string, function, … where the other tree has values: only null and undefined are zero. */
function refuseStatics(own: Structure, path: string, other: Structure | undefined, what: string, op: string): void {
  if (own.kind === "static" && own.value !== null && own.value !== undefined && (other?.size ?? 0) > 0) {
    throw new TreeMismatchError(`${what}${at(path)} is ${kindOf(own.value)}, not a number or Tensor.`, op, path);
  }
  if (own.kind !== "container" || other?.kind !== "container") return;
  for (const [i, key] of own.shell.keys.entries()) {
    const facing = other.children[other.shell.keys.indexOf(key)];
    refuseStatics(own.children[i], childPath(path, key), facing, what, op);
  }
}

function at(path: string): string {
  return path === "" ? "" : ` at "${path}"`;
}
