import { ShapeError, type Tensor } from "@wengert/array";
import { expectNoMore, showShape } from "@wengert/array/author";
import { expandDims } from "@wengert/ops";
import { resolve, type Value } from "@wengert/rule";
import { dropAxis } from "../batch/batch.ts";
import { doNotFit } from "./donotfit.ts";
import { matvec, matvecOf } from "./matvec.ts";
import { product } from "./product.ts";

/**
 * The product of matrices, with NumPy's rules: batches of matrices broadcast over their leading axes, and a vector counts
 * as a row on the left and as a column on the right, with that axis dropped from the result.
 *
 *     C = A B,   dC = dA B + A dB
 *     Ā = C̄ Bᵀ,   B̄ = Aᵀ C̄
 *
 * Source: Giles, "Collected matrix derivative results for forward and reverse mode algorithmic differentiation", 2008.
 *
 * @param a - [..., m, k] or [k]
 * @param b - [..., k, n] or [k]
 * @returns [..., m, n], without m or n where a or b is a vector; a scalar for two vectors
 * @throws {ShapeError} for scalars, and where the inner lengths differ or the leading axes do not broadcast
 * @example
 * import { tensor } from "@wengert/array";
 * import { matmul } from "@wengert/linalg";
 *
 * const a = tensor([[1, 2], [3, 4]]);
 * matmul(a, a).toArray(); // => [[7, 10], [15, 22]]
 * matmul(a, tensor([1, -1])).toArray(); // => [-1, -1]
 */
export function matmul(a: Value, b: Value): Tensor {
  expectNoMore("matmul", arguments[2]);
  const [left, right] = [resolve(a, "matmul", 0), resolve(b, "matmul", 1)];
  if (left.ndim === 0 || right.ndim === 0) {
    throw new ShapeError(
      `matmul: shapes ${showShape(left.shape)} and ${showShape(right.shape)}: neither may be a scalar. Use mul.`,
      "matmul",
    );
  }
  const inner = right.shape[Math.max(0, right.ndim - 2)];
  if (left.shape[left.ndim - 1] !== inner) throw doNotFit("matmul", left, right, inner);
  if (left.ndim === 1) {
    if (right.ndim === 2) return matvecOf(right, left, { transpose: true });
    const row = matmul(expandDims(left, 0), right);
    return dropAxis(row, right.ndim === 1 ? -1 : -2);
  }
  return right.ndim === 1 ? matvec(left, right) : product(left, right);
}
