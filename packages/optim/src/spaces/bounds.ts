import { ArgumentError, isTensor, type Tensor } from "@wengert/array";
import { flatten } from "@wengert/tree";
import type { Leaf } from "../trees/leaf.ts";
import { prefixValues } from "../trees/prefixvalues.ts";
import type { FlatBounds } from "./flatbounds.ts";
import type { Vector } from "./vector.ts";

/**
 * Bounds on parameters. Each side is a tree of numbers and Tensors like the parameters, or has one number for a whole branch;
 * `null` means no bound.
 *
 * For a ParamSet, each side is a record by path. It bounds the unconstrained values, so a constraint is usually the better
 * choice there.
 */
export interface Bounds {
  readonly lower?: unknown;
  readonly upper?: unknown;
}

/**
 * Bounds as flat vectors.
 *
 * @param tree - the tree of the parameters
 * @throws {ArgumentError} for a bound that is neither a number nor a Tensor of the leaf's shape, or a lower one above the
 * upper one
 * @throws {TreeMismatchError} for a bound of a parameter that is not there
 */
export function flattenBounds({ lower, upper }: Bounds, tree: unknown): FlatBounds {
  const { leaves, paths } = flatten<Leaf>(tree);
  const side = (name: string, prefix: unknown, none: number): Vector => {
    const what = { op: "minimize", name: `bounds.${name}` };
    const values = prefix === undefined ? leaves.map(() => null) : prefixValues(prefix, tree, what);
    return Float64Array.from(leaves.flatMap((leaf, i) => entries(values[i], leaf, none, paths[i])));
  };
  const flat = {
    lower: side("lower", lower, Number.NEGATIVE_INFINITY),
    upper: side("upper", upper, Number.POSITIVE_INFINITY),
  };
  for (const [i, low] of flat.lower.entries()) {
    if (low <= flat.upper[i]) continue;
    throw refused(`the lower bound ${low} is not below the upper bound ${flat.upper[i]}`, paths[placeOf(i, leaves)]);
  }
  return flat;
}

function entries(bound: unknown, leaf: Leaf, none: number, path: string): number[] {
  const size = typeof leaf === "number" ? 1 : leaf.size;
  if (bound === null || bound === undefined) return new Array<number>(size).fill(none);
  if (typeof bound === "number") return new Array<number>(size).fill(bound);
  const shape = typeof leaf === "number" ? [] : leaf.shape;
  if (isTensor(bound) && `${bound.shape}` === `${shape}`) return [...(bound as Tensor).data];
  throw refused("a bound must be a number, null, or a Tensor of the parameter's shape", path);
}

function placeOf(i: number, leaves: readonly Leaf[]): number {
  let end = 0;
  return leaves.findIndex((leaf) => {
    end += typeof leaf === "number" ? 1 : leaf.size;
    return i < end;
  });
}

function refused(what: string, path: string): ArgumentError {
  const where = path === "" ? "" : ` at "${path}"`;
  return new ArgumentError(`minimize: bounds${where}: ${what}.`, "minimize", path);
}
