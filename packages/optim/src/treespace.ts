import { fromData, isTensor, type Tensor, WengertError } from "@wengert/array";
import { type Gradient, UnknownLeafError, valueAndGrad } from "@wengert/core";
import { align, flatten, unflatten } from "@wengert/tree";
import { concatenate, type Leaf, sizeOf } from "./opened.ts";
import { plainValue, type Space } from "./space.ts";
import type { Vector } from "./vector.ts";

/**
 * A tree of numbers and Tensors as a space: the elements of all leaves, one behind the other.
 *
 * @throws {UnknownLeafError} for a leaf of another kind
 */
export function treeSpace<P>(f: (p: never) => unknown, start: P): Space<P, Gradient<P>, P> {
  const { leaves, structure, paths } = flatten<Leaf>(start);
  for (const [i, leaf] of leaves.entries()) check(leaf, paths[i]);
  if (leaves.length === 0) throw new WengertError("minimize: the start has no numbers or Tensors to vary", "minimize");

  const vector = (tree: unknown): Vector => concatenate(align<Leaf>(structure, tree, "minimize"), leaves);
  const split = (x: Vector): Leaf[] => {
    let end = 0;
    return leaves.map((leaf) => {
      const begin = end;
      end += sizeOf(leaf);
      return typeof leaf === "number" ? x[begin] : fromData(x.slice(begin, end), leaf.shape);
    });
  };
  const tree = (x: Vector): P => unflatten<P>(structure, split(x));
  const evaluate = valueAndGrad(f as (p: unknown) => Tensor) as (p: unknown) => [value: unknown, gradient: unknown];
  return {
    start: vector(start),
    objective: (x) => {
      const [value, gradient] = evaluate(tree(x));
      return { value: plainValue(value), gradient: vector(gradient) };
    },
    finish: tree,
    gradient: (gradient) => unflatten(structure, split(gradient), { statics: null }),
    at: tree,
    tree,
    vector,
  };
}

function check(leaf: unknown, path: string): void {
  if (typeof leaf === "number" || isTensor(leaf)) return;
  const where = path === "" ? "the start" : `"${path}" in the start`;
  const remedy = "Wrap arrays of numbers in tensor(...); give tagged parameters as paramsOf(model)";
  throw new UnknownLeafError(`minimize: ${where} is neither a number nor a Tensor. ${remedy}.`, "minimize", path);
}
