import type { Tensor } from "@wengert/array";
import { expectNoMore } from "@wengert/array/author";
import { transpose } from "@wengert/ops";
import { resolve, type Value } from "@wengert/rule";
import { checkMatrix } from "../batch/batch.ts";

/**
 * The transpose of the last two axes, yᵢⱼ = aⱼᵢ; for all axes, `transpose` of ops.
 *
 * @param a - [..., m, n]
 * @returns [..., n, m]
 * @throws {ShapeError} unless there are two axes
 * @example
 * import { tensor } from "@wengert/array";
 * import { mT } from "@wengert/linalg";
 *
 * mT(tensor([[1, 2, 3]])).toArray(); // => [[1], [2], [3]]
 */
export function mT(a: Value): Tensor {
  expectNoMore("mT", arguments[1]);
  const matrix = resolve(a, "mT");
  checkMatrix("mT", "a", matrix);
  const axes = [...matrix.shape.keys()];
  return transpose(matrix, [...axes.slice(0, -2), matrix.ndim - 1, matrix.ndim - 2]);
}
