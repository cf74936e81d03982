import type { Tensor } from "@wengert/array";
import { expectNoMore } from "@wengert/array/author";
import type { Value } from "@wengert/rule";
import { leavesOf } from "@wengert/trace";
import { childPath, flatten, type Static, type Structure, TreeMismatchError, unflatten } from "@wengert/tree";
import { fold } from "@wengert/tree/author";
import type { Param } from "../param.ts";
import { type Selection, select } from "./selection.ts";

/** A tree some of whose leaves are elsewhere, with null in their places. */
export type Part<P> = P extends Value ? P | null : P extends Static ? P : { [K in keyof P]: Part<P[K]> };

/** A tree whose leaves are all there: the opposite of `Part`. */
export type Whole<P> = [P] extends [Value | null]
  ? [P] extends [null]
    ? null
    : NonNullable<P>
  : P extends Static
    ? P
    : { [K in keyof P]: Whole<P[K]> };

/**
 * A tree in two: the leaves that are selected, and the others, each with null in the places of the rest. Static leaves
 * are in both. To differentiate by some of the leaves, take the gradient with respect to one part, and `combine` inside.
 *
 * @param tree - of numbers, Tensors and parameters
 * @param which - by path of a leaf or branch, parameter, function, or several of these
 * @returns `[selected, rest]`
 * @throws {UnknownLeafError} for a leaf of another kind
 * @throws {UnknownParamError} for a parameter or path that is not there
 * @example
 * import { partition } from "@wengert/params";
 *
 * const [kernel, rest] = partition({ kernel: { scale: 1, name: "rbf" }, noise: 2 }, "kernel");
 * kernel; // => { kernel: { scale: 1, name: "rbf" }, noise: null }
 * rest; // => { kernel: { scale: null, name: "rbf" }, noise: 2 }
 */
export function partition<P>(tree: P, which: Selection<number | Tensor | Param>): [selected: Part<P>, rest: Part<P>] {
  expectNoMore("partition", arguments[2]);
  const { given, paths, structure } = leavesOf("partition", tree);
  const entries = given.map((leaf, i) => [paths[i], leaf as number | Tensor | Param] as const);
  const chosen = select("partition", entries, which);
  const keeping = (inside: boolean): Part<P> =>
    unflatten(
      structure,
      given.map((leaf, i) => (chosen.has(i) === inside ? leaf : null)),
    );
  return [keeping(true), keeping(false)];
}

/**
 * One tree from several: what is null in the first is taken from the next that has it. A null may stand for a whole
 * branch. The opposite of {@link partition}.
 *
 * @param first - a tree with nulls
 * @param others - trees of the same structure, but for nulls
 * @throws {TreeMismatchError} with the path at which the trees differ otherwise
 * @example
 * import { combine } from "@wengert/params";
 *
 * combine({ a: 2, b: null }, { a: null, b: { c: 3 } }); // => { a: 2, b: { c: 3 } }
 */
export function combine<T>(first: T, ...others: readonly unknown[]): Whole<T> {
  const filled = [first, ...others].map((tree) => withLeaves(flatten(tree)));
  return build(filled.reduce(merge)) as Whole<T>;
}

/** A structure with the leaves in it. */
type Filled =
  | { readonly kind: "leaf"; readonly value: unknown }
  | Extract<Structure, { kind: "static" }>
  | { readonly kind: "container"; readonly shell: Shell; readonly children: readonly Filled[] };

type Shell = Extract<Structure, { kind: "container" }>["shell"];

function withLeaves({ structure, leaves }: { structure: Structure; leaves: readonly unknown[] }): Filled {
  let next = 0;
  return fold<Structure, Filled>(structure, childrenOf, (part, children) => {
    if (part.kind === "leaf") return { kind: "leaf", value: leaves[next++] };
    return part.kind === "static" ? part : { ...part, children };
  });
}

function childrenOf<P extends Structure | Filled>(part: P): readonly P[] | undefined {
  return part.kind === "container" ? (part.children as readonly P[]) : undefined;
}

function build(filled: Filled): unknown {
  return fold<Filled, unknown>(filled, childrenOf, (part, children) =>
    part.kind === "container" ? part.shell.build(children) : part.value,
  );
}

/** Two parts at one path. */
interface Pair {
  readonly own: Filled;
  readonly other: Filled;
  readonly path: string;
}

function merge(first: Filled, second: Filled): Filled {
  return fold<Pair, Filled>({ own: first, other: second, path: "" }, facing, ({ own, other }, children) => {
    if (own.kind === "container" && other.kind === "container") return { ...own, children };
    return isNull(own) ? other : own;
  });
}

/** The parts of two containers side by side, undefined where one of the two is taken as it is. */
function facing({ own, other, path }: Pair): readonly Pair[] | undefined {
  if (other.kind === "static" && (own.kind === "static" || other.value === null)) return undefined;
  if (isNull(own) || (own.kind === "leaf" && other.kind === "leaf")) return undefined;
  if (own.kind !== "container" || other.kind !== "container" || own.shell.sort !== other.shell.sort) {
    throw differ(path, `${labelOf(own)} against ${labelOf(other)}`);
  }
  const keys = other.shell.keys;
  const extra = keys.find((key) => !own.shell.keys.includes(key));
  if (extra !== undefined) throw differ(childPath(path, extra), "missing in a tree before it");
  return own.shell.keys.map((key, i) => {
    const at = keys.indexOf(key);
    if (at < 0) throw differ(childPath(path, key), "missing in one of the trees");
    return { own: own.children[i], other: other.children[at], path: childPath(path, key) };
  });
}

function isNull(part: Filled): boolean {
  return part.kind === "static" && part.value === null;
}

function labelOf(part: Filled): string {
  return part.kind === "container" ? part.shell.label : `a ${part.kind}`;
}

function differ(path: string, how: string): TreeMismatchError {
  return new TreeMismatchError(`combine: the trees differ at ${path || "(root)"}: ${how}.`, "combine", path);
}
