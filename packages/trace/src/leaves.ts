import { isTensor, type Tensor } from "@wengert/array";
import { kindOf, showShape } from "@wengert/array/author";
import { childPath, flatten, type Structure, TreeMismatchError } from "@wengert/tree";
import { fold } from "@wengert/tree/author";
import { noteUse } from "./beneath.ts";
import type { Value } from "./contract.ts";
import { asNumbers } from "./dependence.ts";
import { CotangentShapeError, UnknownLeafError } from "./errors.ts";
import { stack } from "./frame.ts";
import { resolve } from "./resolve.ts";
import { isTag } from "./tags/tag.ts";
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
  // Most trees are one value, which needs no walk.
  if (typeof tree === "number" || isTensor(tree)) {
    const value = resolve(tree, op);
    noteUse(value);
    return { values: [asNumbers(value)], given: [tree], structure: LEAF, paths: ROOT };
  }
  const leaves = resolved(op, tree);
  // A derivative by what another one follows: the value counts as used, also where the function is the identity.
  for (const [i, value] of leaves.values.entries()) {
    noteUse(value);
    leaves.values[i] = asNumbers(value);
  }
  return leaves;
}

const LEAF: Structure = { kind: "leaf", size: 1 };
const ROOT: readonly string[] = [""];

/** `leavesOf`, where a leaf may be a tangent or cotangent of which some elements do not depend on anything: that stays known. */
export function partialLeavesOf(op: string, tree: unknown): Leaves {
  const leaves = resolved(op, tree);
  for (const value of leaves.values) noteUse(value);
  return leaves;
}

function resolved(op: string, tree: unknown): Leaves & { readonly values: Tensor[] } {
  const { leaves, structure, paths } = flatten<Value>(tree);
  const values = leaves.map((leaf, i) => {
    if (isValue(leaf)) return resolve(leaf, op);
    throw unknownLeaf(op, leaf, paths[i]);
  });
  return { values, given: leaves, structure, paths };
}

/**
 * Runs a function where the tags among its arguments stand for the leaves that a transformation follows in their place.
 *
 * @param op - the transformation, for errors
 * @param trees - the arguments
 * @param lifted - what stands for their leaves
 */
export function passing<T>(
  op: string,
  trees: readonly Leaves[],
  lifted: readonly (readonly Tensor[])[],
  f: () => T,
): T {
  return stack.passing === undefined ? f() : stack.passing(op, trees, lifted, f);
}

/** Whether something is a number, a Tensor or a tag. */
export function isValue(leaf: unknown): leaf is Value {
  return typeof leaf === "number" || isTensor(leaf) || isTag(leaf);
}

/** Where a class of the library says what to hand on in place of an instance of it. */
export const insteadKey: unique symbol = /* @__PURE__ */ Symbol.for("@wengert/instead") as never;

function unknownLeaf(op: string, leaf: unknown, path: string): UnknownLeafError {
  const remedy =
    (leaf as { [insteadKey]?: string } | null)?.[insteadKey] ??
    (ArrayBuffer.isView(leaf) || Array.isArray(leaf)
      ? "Wrap it in tensor(...)."
      : "Use plain objects, arrays, numbers and Tensors, or tell how to take the class apart with registerNode.");
  const where = path === "" ? "a value" : `"${path}"`;
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
  const aligned = new Array<Tensor | undefined>(leaves.values.length).fill(undefined);
  const enter = ({ part, first, other, otherFirst, path }: Pair): readonly Pair[] | undefined => {
    if (part.kind === "static") refuseStatic(part.value, other, `${op}: the ${what}`, op, path);
    if (part.kind === "leaf" && other?.kind === "leaf") {
      aligned[otherFirst] = fitting(own.values[first], leaves.values[otherFirst], what, op, path);
      return undefined;
    }
    if (part.kind === "container" && other?.kind === "container") return pairs(part, first, other, otherFirst, path);
    if (part.size === 0) return undefined;
    const problem =
      other?.kind === "leaf"
        ? `the ${what}${at(path)} is nested, the value one Tensor. Wrap numbers in arrays in tensor(...).`
        : `there is a ${what}${at(own.paths[first])}, but no value.`;
    throw new TreeMismatchError(`${op}: ${problem}`, op, own.paths[first]);
  };
  const root: Pair = { part: own.structure, first: 0, other: leaves.structure, otherFirst: 0, path: "" };
  fold<Pair, void>(root, enter, () => {});
  return aligned;
}

/** A part of a tree, what stands at the same path of the other tree, and which of its leaves is the first of each. */
interface Pair {
  readonly part: Structure;
  readonly first: number;
  readonly other: Structure | undefined;
  readonly otherFirst: number;
  readonly path: string;
}

type Container = Extract<Structure, { kind: "container" }>;

function pairs(part: Container, first: number, other: Container, otherFirst: number, path: string): readonly Pair[] {
  const firsts = firstLeaves(other, otherFirst);
  const places = new Map(other.shell.keys.map((key, i) => [key, i]));
  const ownFirsts = firstLeaves(part, first);
  return part.shell.keys.map((key, i) => {
    const k = places.get(key) ?? -1;
    return {
      part: part.children[i],
      first: ownFirsts[i],
      other: other.children[k],
      otherFirst: firsts[k],
      path: childPath(path, key),
    };
  });
}

/** The numbers of the first leaves of the parts of a container. */
function firstLeaves({ children }: Container, first: number): readonly number[] {
  let next = first;
  return children.map(({ size }) => {
    next += size;
    return next - size;
  });
}

/**
 * A tangent or cotangent of a value, which must have its shape.
 *
 * @throws {CotangentShapeError}
 */
export function fitting(x: Tensor, value: Tensor, what: string, op: string, path: string): Tensor {
  if (fits(x, value)) return x;
  throw new CotangentShapeError(
    `${op}: the ${what}${at(path)} has shape ${showShape(x.shape)}, the value ${showShape(value.shape)}. They must be equal.`,
    op,
    path,
  );
}

/** Refuses a string, function, … where the other tree has values: only null and undefined are zero. */
function refuseStatic(value: unknown, other: Structure | undefined, what: string, op: string, path: string): void {
  if (value === null || value === undefined || (other?.size ?? 0) === 0) return;
  throw new TreeMismatchError(`${what}${at(path)} is ${kindOf(value)}, not a number or Tensor.`, op, path);
}

function at(path: string): string {
  return path === "" ? "" : ` at "${path}"`;
}
