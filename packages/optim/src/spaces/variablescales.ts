import { ArgumentError, isTensor } from "@wengert/array";
import { flatten } from "@wengert/tree";
import { type Leaf, sizeOf } from "../trees/leaf.ts";
import { prefixValues } from "../trees/prefixvalues.ts";
import type { Vector } from "./vector.ts";

/**
 * Units of the variables as a flat vector.
 *
 * @param given - a tree like the parameters, or one number for a whole branch
 * @param parts - the tree of the parameters
 * @throws {ArgumentError} for what is no positive number, nor a Tensor of the parameter's shape
 */
export function flattenScales(op: string, given: unknown, parts: unknown): Vector {
  const { leaves, paths } = flatten<Leaf>(parts);
  const values = prefixValues(given, parts, { op, name: "xScale" });
  const flat = new Float64Array(leaves.reduce<number>((sum, leaf) => sum + sizeOf(leaf), 0));
  let begin = 0;
  for (const [i, leaf] of leaves.entries()) {
    const value = values[i];
    const size = sizeOf(leaf);
    const part = flat.subarray(begin, begin + size);
    if (typeof value === "number") part.fill(value);
    else if (isTensor(value) && value.size === size) part.set(value.data);
    if (!part.every((s) => s > 0 && s < Number.POSITIVE_INFINITY)) {
      const where = paths[i] === "" ? "" : ` at "${paths[i]}"`;
      const message = `${op}: xScale${where} must be a positive number, or a Tensor of them in the parameter's shape`;
      throw new ArgumentError(`${message}.`, op, paths[i]);
    }
    begin += size;
  }
  return flat;
}
