import { isTensor, type Tensor } from "@wengert/array";
import { fromData, isPlain, kindOf, presenceOf, withPresence } from "@wengert/array/author";
import { type Holder, isTag, isTraced, partsKey, refusePromise, UnknownLeafError } from "@wengert/trace";
import { flatten, type Structure, unflatten } from "@wengert/tree";
import { CaptureError } from "../errors.ts";
import type { Capture } from "./capture.ts";

/** A leaf of what a function has returned: a captured value by its number, something else, or what holds several. */
type Result =
  | { readonly kind: "value"; readonly place: number; readonly number: boolean }
  | { readonly kind: "constant"; readonly value: unknown }
  | {
      readonly kind: "holder";
      readonly parts: readonly Result[];
      readonly rebuild: (values: readonly never[]) => unknown;
    };

/** A tree of no more leaves is walked by recursion, if it is not deeper than that either. */
const SHALLOW = 64;

/** What a function has returned, taken apart: the captured values in it, and how it is made of others. */
export class Results {
  /** The captured values. */
  readonly values: readonly Tensor[];
  readonly #structure: Structure;
  readonly #leaves: readonly Result[];
  readonly #partial: boolean;

  /**
   * @param partial - whether values go on to say which of their elements do not depend on anything
   * @throws {CaptureError} for what a plan cannot return
   */
  constructor(capture: Capture, returned: unknown, partial: boolean) {
    this.#partial = partial;
    refusePromise("compile", returned);
    const { leaves, structure, paths } = flatten(returned);
    refuseFunctions(structure);
    const values: Tensor[] = [];
    const resultOf = (leaf: unknown, path: string): Result => {
      if (isTraced(leaf)) {
        return { kind: "value", place: values.push(leaf) - 1, number: capture.isNumber(leaf) };
      }
      if (typeof leaf === "number" || isTensor(leaf) || isTag(leaf)) return { kind: "constant", value: leaf };
      const holder = (leaf as Partial<Holder>)[partsKey];
      if (holder === undefined) throw unknown(leaf, path);
      return { kind: "holder", parts: holder.values.map((part) => resultOf(part, path)), rebuild: holder.rebuild };
    };
    this.#structure = structure;
    this.#leaves = leaves.map((leaf, i) => resultOf(leaf, paths[i]));
    this.values = values;
  }

  /**
   * What the leaves are: the places of captured values, or constants. Undefined where a leaf is neither, as what holds several values.
   */
  get plain(): readonly (number | Tensor)[] | undefined {
    const found = this.#leaves.map((leaf) => {
      if (leaf.kind === "value") return leaf.place;
      return leaf.kind === "constant" && isTensor(leaf.value) && !isTag(leaf.value) ? leaf.value : undefined;
    });
    return found.includes(undefined) ? undefined : (found as readonly (number | Tensor)[]);
  }

  /** The same around other values. */
  build(values: readonly Tensor[]): unknown {
    const leaves = this.#leaves;
    const partial = this.#partial;
    if (this.#structure.kind === "leaf") return built(leaves[0], values, partial);
    let next = 0;
    // As `unflatten`, for trees that are not deep, without its bookkeeping: this is part of every call.
    const made = (part: Structure): unknown => {
      if (part.kind === "leaf") return built(leaves[next++], values, partial);
      return part.kind === "static" ? part.value : part.shell.build(part.children.map(made));
    };
    if (leaves.length <= SHALLOW) return made(this.#structure);
    return unflatten(
      this.#structure,
      leaves.map((leaf) => built(leaf, values, partial)),
    );
  }

  /** Whether it has the form of other results, and the same constants. */
  equals(other: Results): boolean {
    return sameStructure(this.#structure, other.#structure) && sameResults(this.#leaves, other.#leaves);
  }
}

function built(leaf: Result, values: readonly Tensor[], partial: boolean): unknown {
  // The caller may write into it, and the next call returns it again.
  if (leaf.kind === "constant")
    return isPlain(leaf.value) && !(partial && isPartial(leaf.value as Tensor))
      ? fromData((leaf.value as Tensor).data.slice(), (leaf.value as Tensor).shape)
      : leaf.value;
  if (leaf.kind === "holder") return leaf.rebuild(leaf.parts.map((part) => built(part, values, partial)) as never[]);
  const x = values[leaf.place];
  if (leaf.number) return x.item();
  return partial || presenceOf(x) === undefined ? x : withPresence(x, undefined);
}

function isPartial(x: Tensor): boolean {
  return presenceOf(x) !== undefined;
}

function refuseFunctions(part: Structure): void {
  if (part.kind === "container") for (const child of part.children) refuseFunctions(child);
  if (part.kind !== "static" || typeof part.value !== "function") return;
  throw new CaptureError(
    "compile: the function returns a function, which would know the numbers of the first call only. Return values: call it " +
      "inside, as vjp(f, x)[1](ybar).",
    "compile",
  );
}

function unknown(leaf: unknown, path: string): UnknownLeafError {
  return new UnknownLeafError(
    `compile: ${path === "" ? "what the function returns" : `"${path}"`} is ${kindOf(leaf)}, which is no number, Tensor or ` +
      "parameter. Return plain objects and arrays of these.",
    "compile",
    path,
  );
}

function sameStructure(a: Structure, b: Structure): boolean {
  if (a.kind !== b.kind) return false;
  if (a.kind === "static") return Object.is(a.value, (b as typeof a).value);
  if (a.kind === "leaf") return true;
  const { shell, children } = b as typeof a;
  return (
    a.shell.sort === shell.sort &&
    a.children.length === children.length &&
    a.shell.keys.every((key, i) => key === shell.keys[i]) &&
    a.children.every((child, i) => sameStructure(child, children[i]))
  );
}

function sameResults(a: readonly Result[], b: readonly Result[]): boolean {
  return a.length === b.length && a.every((leaf, i) => sameResult(leaf, b[i]));
}

function sameResult(a: Result, b: Result): boolean {
  if (a.kind === "constant" && b.kind === "constant") return sameConstant(a.value, b.value);
  if (a.kind === "holder" && b.kind === "holder") return sameResults(a.parts, b.parts);
  return a.kind === "value" && b.kind === "value" && a.place === b.place && a.number === b.number;
}

/** Whether two constants are the same to the bit. */
export function sameConstant(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (!isTensor(a) || !isTensor(b) || a.ndim !== b.ndim || a.size !== b.size) return false;
  if (isPartial(a) !== isPartial(b)) return false;
  const [x, y] = [a.data, b.data];
  return a.shape.every((length, i) => length === b.shape[i]) && x.every((value, i) => Object.is(value, y[i]));
}
