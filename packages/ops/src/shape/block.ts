import { ShapeError, type Tensor } from "@wengert/array";
import { expectNoMore } from "@wengert/array/author";
import { resolve, type Value } from "@wengert/rule";
import { concat } from "./concat.ts";
import { reshapeTo } from "./reshape.ts";

/** Blocks in nested arrays, all equally deep. */
export type Blocks = Value | readonly Blocks[];

/**
 * A tensor of blocks, as NumPy's `block`: the innermost arrays are joined along the last axis, those around them along the one
 * before, and so on. Blocks with fewer axes get axes in front.
 *
 * @param blocks - nested arrays of tensors, such as `[[a, b], [c, d]]`
 * @throws {ShapeError} for blocks that do not fit together, an empty array, or arrays of unequal depth
 * @example
 * block([[tensor([[1]]), tensor([[2, 3]])], [tensor([[4, 5, 6]])]]).toArray(); // => [[1, 2, 3], [4, 5, 6]]
 */
export function block(blocks: Blocks): Tensor {
  expectNoMore("block", arguments[1]);
  const depth = depthOf(blocks);
  const leaves = leavesOf(blocks, depth);
  const ndim = leaves.reduce((most, x) => Math.max(most, x.ndim), depth);
  return joined(blocks, depth, ndim);
}

function depthOf(blocks: Blocks): number {
  return Array.isArray(blocks) ? 1 + depthOf(blocks[0] ?? 0) : 0;
}

function leavesOf(blocks: Blocks, depth: number): readonly Tensor[] {
  if (Array.isArray(blocks) !== depth > 0) throw new ShapeError("block: the arrays must be equally deep.", "block");
  if (!Array.isArray(blocks)) return [resolve(blocks as Value, "block")];
  if (blocks.length === 0) throw new ShapeError("block: there is an empty array.", "block");
  return (blocks as readonly Blocks[]).flatMap((part) => leavesOf(part, depth - 1));
}

function joined(blocks: Blocks, depth: number, ndim: number): Tensor {
  if (Array.isArray(blocks)) {
    const parts = (blocks as readonly Blocks[]).map((part) => joined(part, depth - 1, ndim));
    return concat(parts, ndim - depth);
  }
  const x = resolve(blocks as Value, "block");
  return reshapeTo(x, [...new Array<number>(ndim - x.ndim).fill(1), ...x.shape]);
}
