import { isTensor, type Tensor } from "@wengert/array";
import { isPlain, sameShape } from "@wengert/array/author";
import { isTag, isTraced, type Tag } from "@wengert/trace";
import { flatten, type Structure } from "@wengert/tree";
import { unpack } from "@wengert/tree/author";
import { formOf, hasForm, hasShape, shapeOfTag } from "./forms.ts";

/** What a leaf must be for a plan to hold. */
type Kind =
  | { readonly kind: "number" }
  /** A Tensor of this shape: the same one as an earlier leaf, or one that is not among these. */
  | { readonly kind: "tensor"; readonly shape: readonly number[]; readonly same: number }
  | {
      readonly kind: "tag";
      readonly tag: Tag;
      readonly form: readonly unknown[] | undefined;
      readonly shape: readonly number[] | undefined;
    };

/** The form of the arguments that a plan has been made for: their structure, shapes and static leaves. */
export class Signature {
  readonly structure: Structure;
  readonly #kinds: readonly Kind[];
  /** The instances of registered classes among the containers, in the order in which they are met. */
  readonly #instances: readonly object[];

  constructor(args: readonly unknown[]) {
    const { leaves, structure } = flatten(args);
    this.structure = structure;
    this.#kinds = leaves.map((leaf, i) => kindOfLeaf(leaf, leaves.indexOf(leaf), i));
    const instances: object[] = [];
    instancesIn(structure, args, instances);
    this.#instances = instances;
  }

  /** The leaves of arguments of this form; undefined for others. */
  match(args: readonly unknown[]): readonly unknown[] | undefined {
    const leaves: unknown[] = [];
    const found = new Walk(this.#instances, leaves);
    if (!found.matches(this.structure, args) || leaves.length !== this.#kinds.length) return undefined;
    for (let i = 0; i < leaves.length; i++) if (!this.#fits(leaves, i)) return undefined;
    return leaves;
  }

  #fits(leaves: readonly unknown[], i: number): boolean {
    const leaf = leaves[i];
    const kind = this.#kinds[i];
    if (kind.kind === "number") return typeof leaf === "number";
    if (kind.kind === "tag") return leaf === kind.tag && hasForm(kind.tag, kind.form) && hasShape(kind.tag, kind.shape);
    if (!isPlain(leaf) && (!isTensor(leaf) || isTraced(leaf))) return false;
    if (!sameShape((leaf as Tensor).shape, kind.shape)) return false;
    // The function may treat one Tensor that is given twice in another way than two.
    return leaves.length === 1 || leaves.indexOf(leaf) === kind.same;
  }
}

function kindOfLeaf(leaf: unknown, same: number, i: number): Kind {
  if (isTag(leaf)) return { kind: "tag", tag: leaf, form: formOf(leaf), shape: shapeOfTag(leaf) };
  if (isTensor(leaf)) return { kind: "tensor", shape: leaf.shape, same: Math.min(same, i) };
  return { kind: "number" };
}

function instancesIn(part: Structure, value: unknown, into: object[]): void {
  if (part.kind !== "container") return;
  if (typeof part.shell.sort !== "string") into.push(value as object);
  const children = unpack(value)?.children ?? [];
  for (const [i, child] of part.children.entries()) instancesIn(child, children[i], into);
}

/** Compares a tree with a structure, and collects its leaves on the way. */
class Walk {
  readonly #instances: readonly object[];
  readonly #leaves: unknown[];
  #next = 0;

  constructor(instances: readonly object[], leaves: unknown[]) {
    this.#instances = instances;
    this.#leaves = leaves;
  }

  matches(part: Structure, value: unknown): boolean {
    if (part.kind === "static") return Object.is(value, part.value);
    if (part.kind === "leaf") {
      this.#leaves.push(value);
      return true;
    }
    if (typeof value !== "object" || value === null) return false;
    const { sort, keys } = part.shell;
    if (sort === "array") return this.#matchesArray(part.children, value);
    if (sort === "object" && Object.getPrototypeOf(value) === Object.prototype) {
      return this.#matchesFields(keys, part.children, Object.keys(value), value as Readonly<Record<string, unknown>>);
    }
    return this.#matchesOther(part, value);
  }

  #matchesArray(children: readonly Structure[], value: object): boolean {
    if (!Array.isArray(value) || value.length !== children.length) return false;
    for (let i = 0; i < children.length; i++) if (!this.matches(children[i], value[i])) return false;
    return true;
  }

  #matchesFields(
    keys: readonly (string | number)[],
    children: readonly Structure[],
    own: readonly string[],
    value: Readonly<Record<string, unknown>>,
  ): boolean {
    if (own.length !== keys.length) return false;
    for (let i = 0; i < own.length; i++) {
      if (own[i] !== keys[i] || !this.matches(children[i], value[own[i]])) return false;
    }
    return true;
  }

  #matchesOther(part: Structure & { readonly kind: "container" }, value: object): boolean {
    const unpacked = unpack(value);
    if (unpacked === undefined || unpacked.shell.sort !== part.shell.sort) return false;
    const { keys } = unpacked.shell;
    const inner = part.shell.keys;
    if (keys.length !== inner.length || keys.some((key, i) => key !== inner[i])) return false;
    // What else an instance holds is not among its children, and the function may look at it.
    if (typeof part.shell.sort !== "string" && !alike(value, this.#instances[this.#next++], unpacked.children))
      return false;
    return part.children.every((child, i) => this.matches(child, unpacked.children[i]));
  }
}

/** Whether two instances agree in all fields that do not hold children. */
function alike(value: object, other: object, children: readonly unknown[]): boolean {
  const [own, others] = [Object.entries(value), Object.entries(other)];
  if (own.length !== others.length) return false;
  const inside = new Set(children);
  return own.every(([key, field], i) => {
    const [otherKey, otherField] = others[i];
    return (
      key === otherKey && (Object.is(field, otherField) || (inside.has(field) && typeof field === typeof otherField))
    );
  });
}
