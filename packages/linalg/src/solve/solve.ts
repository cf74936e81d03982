import { ShapeError, type Tensor } from "@wengert/array";
import { expectNoMore, showShape } from "@wengert/array/author";
import { reshape } from "@wengert/ops";
import { resolve, type Value } from "@wengert/rule";
import { aligned, checkVector, orderOf } from "../batch/batch.ts";
import { heldLu } from "../factor/lufactors.ts";
import { solveLu } from "./lusolve.ts";

/**
 * Solves A x = b for a general square matrix, by LU factorization with partial pivoting. The factors serve the
 * derivatives too:
 *
 *     dx = A⁻¹ (db − dA x)
 *     b̄ = A⁻ᵀ x̄,   Ā = −b̄ xᵀ
 *
 * For a positive definite matrix, `cholesky` and `choleskySolve` cost half.
 *
 * Source: Giles, "Collected matrix derivative results for forward and reverse mode algorithmic differentiation", 2008.
 *
 * @param a - [..., n, n]
 * @param b - a vector [n], or matrices [..., n, k]; the leading axes broadcast
 * @returns x, of the shape of b with the leading axes of both
 * @throws {SingularMatrixError} for a pivot that is exactly 0
 * @throws {NonFiniteMatrixError} when a holds NaN or ±∞
 * @throws {ShapeError} when a is not square or b does not fit
 * @example
 * import { tensor } from "@wengert/array";
 * import { solve } from "@wengert/linalg";
 *
 * solve(tensor([[0, 2], [4, 1]]), tensor([2, 9])).toArray(); // => [2, 1]
 */
export function solve(a: Value, b: Value): Tensor {
  expectNoMore("solve", arguments[2]);
  const [matrix, given] = [resolve(a, "solve", 0), resolve(b, "solve", 1)];
  const n = orderOf("solve", "a", matrix);
  checkVector("solve", "b", given);
  const vector = given.ndim === 1;
  const rows = given.shape[vector ? 0 : given.ndim - 2];
  if (rows !== n) {
    throw new ShapeError(
      `solve: a of shape ${showShape(matrix.shape)} has order ${n}, but b of shape ${showShape(given.shape)} has ${rows} ` +
        `${vector ? "elements" : "rows"} where it needs ${n}. A batch of vectors is expandDims(b, -1).`,
      "solve",
    );
  }
  const [square, right] = aligned(matrix, vector ? reshape(given, [n, 1]) : given);
  const { lu, pivots } = heldLu(square, SOLVE);
  const x = solveLu(square, lu, pivots, right, SOLVE);
  return vector ? reshape(x, [...matrix.shape.slice(0, -2), n]) : x;
}

const SOLVE = { op: "solve", name: "a", transpose: false, solves: true } as const;
