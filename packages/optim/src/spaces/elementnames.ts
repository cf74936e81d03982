import { type Leaf, sizeOf } from "../trees/leaf.ts";

/** The path of each number in some leaves, with its place in a Tensor: `w[2]`. */
export function elementNames(leaves: readonly Leaf[], paths: readonly string[]): readonly string[] {
  return leaves.flatMap((leaf, i) => {
    if (typeof leaf === "number" || leaf.ndim === 0) return [paths[i]];
    return Array.from({ length: sizeOf(leaf) }, (_, k) => `${paths[i]}[${k}]`);
  });
}
