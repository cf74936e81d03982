import { demand } from "./arguments.ts";
import { childAt, compare, summaryOf } from "./compare.ts";
import { isStatic, type Static, type Unpacked, unpack } from "./container.ts";
import { fold } from "./fold.ts";
import { Ancestors, childPath } from "./walk.ts";

/** The tree `T` with every leaf of type `L` replaced by an `R`. */
export type Mapped<T, L, R> = T extends (unknown extends L ? number : L)
  ? R
  : T extends Static
    ? T
    : T extends object
      ? { -readonly [K in keyof T]: Mapped<T[K], L, R> }
      : unknown;

/** The arguments of `map` after the function: one tree for each of its parameters. */
type Trees<T, A extends readonly unknown[]> = A extends readonly [unknown, ...infer Rest]
  ? [tree: T, ...trees: { [I in keyof Rest]: unknown }]
  : [tree: T, ...trees: unknown[]];

/**
 * A tree shaped as the first one, with `f(leaf, ...leaves)` in place of each leaf.
 *
 * Fields are matched by name, so the order of keys does not matter; they are walked in the first tree's order. Static
 * leaves come from the first tree and may be any static leaf in the others, `null` included. Annotate the leaf (`(x: Tensor) =>`)
 * where leaves are not all numbers, or the result's type cannot tell a leaf from an object.
 *
 * @param f - called once per leaf, with the leaves of all trees at one path
 * @param trees - the tree, then others of the same structure
 * @throws {TreeMismatchError} with the path at which a tree differs, and how
 * @throws {CyclicTreeError} if a container contains itself
 * @example
 * import { map } from "@wengert/tree";
 *
 * const x = { scale: 1, lengths: [2, 3], name: "rbf" };
 * const dx = { lengths: [0.5, 0.25], name: null, scale: 0 };
 * map((a: number, b: number) => a + b, x, dx); // => { scale: 1, lengths: [2.5, 3.25], name: "rbf" }
 */
export function map<T, A extends readonly unknown[], R>(
  f: (...leaves: A) => R,
  ...trees: Trees<T, A>
): Mapped<T, A[0], R> {
  demand("map", "f must be a function", typeof f === "function");
  const ancestors = new Ancestors("map");
  const call = f as (...leaves: readonly unknown[]) => R;
  const enter = ({ values, parts, path }: Place): Place[] | undefined => {
    const [first] = values;
    const [top] = parts;
    for (let i = 1; i < values.length; i++) {
      const where = `in the ${ordinals[i] ?? `${i + 1}th`} tree`;
      compare("map", summaryOf(first, top), summaryOf(values[i], parts[i]), path, where);
    }
    if (top === undefined) return undefined;
    ancestors.enter(first as object, path);
    const unpacked = parts as readonly Unpacked[];
    return top.shell.keys.map((key, i) =>
      placeOf(
        unpacked.map(({ shell, children }) => childAt(shell, children, key, i)),
        childPath(path, key),
      ),
    );
  };
  const leave = ({ values, parts }: Place, children: readonly unknown[]): unknown => {
    const [first] = values;
    const [top] = parts;
    if (top === undefined) return isStatic(first) ? first : call(...values);
    ancestors.leave(first as object);
    return top.shell.build(children);
  };
  return fold(placeOf(trees, ""), enter, leave) as Mapped<T, A[0], R>;
}

/** What stands at one path of all trees. */
interface Place {
  readonly values: readonly unknown[];
  readonly parts: readonly (Unpacked | undefined)[];
  readonly path: string;
}

function placeOf(values: readonly unknown[], path: string): Place {
  return { values, parts: values.map(unpack), path };
}

const ordinals = ["first", "second", "third", "fourth", "fifth"];
