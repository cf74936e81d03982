import { type Tensor, TracedValueError } from "@wengert/array";
import { expectNoMore } from "@wengert/array/author";
import { isTraced, leavesOf } from "@wengert/trace";
import { entriesOf } from "../paramset.ts";
import { encode } from "./encode.ts";
import { type EncodedEntry, inFormat, type ParamsJSON, paramsJSON } from "./paramsjson.ts";

/**
 * The parameters of a model as plain data for `JSON.stringify`: every 64-bit number exactly (NaN, ±Infinity, −0 and
 * subnormal ones too), with shapes and a version.
 *
 * In a tree without parameters, numbers and Tensors are what is to be learned: they are written instead. So a tree that
 * `minimize` returned, or the state of an optimizer, can be stored too.
 *
 * @param tree - a model, a set or a single parameter; or a tree of numbers and Tensors
 * @throws {TracedValueError} for traced values
 * @throws {UnknownLeafError} for a leaf of another kind in a tree of numbers and Tensors
 * @example
 * import { fromJSON, param, toJSON } from "@wengert/params";
 *
 * const model = { scale: param(0.1), offset: param(Number.NaN) };
 * const text = JSON.stringify(toJSON(model));
 * const other = { scale: param(1), offset: param(2) };
 * fromJSON(other, JSON.parse(text));
 * other.scale.value; // => 0.1
 */
export function toJSON(tree: unknown): ParamsJSON {
  expectNoMore("toJSON", arguments[1]);
  const entries = entriesOf(tree);
  return entries.length > 0 ? paramsJSON(entries) : inFormat(leafEntries(tree));
}

function leafEntries(tree: unknown): (readonly [path: string, entry: EncodedEntry])[] {
  const { given, paths } = leavesOf("toJSON", tree);
  return given.map((leaf, i) => {
    if (!isTraced(leaf)) return [paths[i], { value: encode(leaf as number | Tensor) }];
    const message = `toJSON: ${paths[i] || "the tree"} is traced: its numbers cannot be written while a derivative is computed`;
    throw new TracedValueError(`${message}.`, "toJSON", paths[i]);
  });
}
