import type { Tensor } from "@wengert/array";

/** A leaf of a tree of parameters, gradients or state. */
export type Leaf = number | Tensor;

/** The number of elements of a leaf. */
export function sizeOf(leaf: Leaf): number {
  return typeof leaf === "number" ? 1 : leaf.size;
}

/**
 * The elements of all leaves in one vector, leaf after leaf.
 *
 * @param like - leaves of the right sizes; where a leaf is absent, its elements are 0
 */
export function concatenate(
  leaves: readonly (Leaf | undefined)[],
  like: readonly Leaf[] = leaves as Leaf[],
): Float64Array {
  const vector = new Float64Array(like.reduce<number>((sum, leaf) => sum + sizeOf(leaf), 0));
  let begin = 0;
  for (const [i, leaf] of leaves.entries()) {
    if (typeof leaf === "number") vector[begin] = leaf;
    else if (leaf !== undefined) vector.set(leaf.data, begin);
    begin += sizeOf(like[i]);
  }
  return vector;
}
