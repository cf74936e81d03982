import { ArgumentError } from "@wengert/array";
import { kindOf } from "@wengert/array/author";
import { UnknownParamError } from "../errors.ts";
import { isParam, type Param } from "../param.ts";
import { isWithin } from "./walk.ts";

/**
 * Some of the leaves of a tree: a parameter, the path of a leaf or of a whole branch (`"kernel"`, `"kernel.lengths[0]"`), a
 * function that says which, or several of these.
 */
export type Selection<L = Param> = Param | string | ((leaf: L, path: string) => boolean) | readonly Selection<L>[];

/** A leaf and where it stands. */
export type Entry<L> = readonly [path: string, leaf: L];

/**
 * The positions of the entries that are selected.
 *
 * @param under - the leaves at a path or below, where the paths of the entries do not say all
 * @throws {UnknownParamError} for a parameter or path that is not there
 * @throws {ArgumentError} for a selection of another kind
 */
export function select<L>(
  op: string,
  entries: readonly Entry<L>[],
  selection: Selection<L>,
  under?: (path: string) => readonly L[],
): ReadonlySet<number> {
  const positions = (wanted: (entry: Entry<L>) => boolean): number[] =>
    entries.flatMap((entry, i) => (wanted(entry) ? [i] : []));
  const demand = (found: number[], what: string): number[] => {
    if (found.length > 0) return found;
    const known = entries.map(([path]) => path || "(root)").join(", ");
    throw new UnknownParamError(`${op}: there is no ${what}. There is: ${known || "nothing at all"}.`, op, what);
  };
  const search = (one: Selection<L>): number[] => {
    if (Array.isArray(one)) return one.flatMap(search);
    if (typeof one === "function") return positions(([path, leaf]) => one(leaf, path));
    if (typeof one === "string") {
      const there = under?.(one);
      const wanted = ([path, leaf]: Entry<L>): boolean => there?.includes(leaf) ?? isWithin(path, one);
      return demand(positions(wanted), `parameter at "${one}"`);
    }
    if (isParam(one))
      return demand(
        positions(([, leaf]) => (leaf as unknown) === one),
        `such parameter ${one.name ?? ""}`,
      );
    const kinds = "a parameter, a path, a function, or an array of these";
    throw new ArgumentError(`${op}: what to select is ${kinds}, not ${kindOf(one)}.`, op);
  };
  return new Set(search(selection));
}
