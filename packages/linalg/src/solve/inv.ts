import type { Tensor } from "@wengert/array";
import { expectNoMore } from "@wengert/array/author";
import { resolve, type Value } from "@wengert/rule";
import { inverseFor } from "../factor/lufactors.ts";

/**
 * The inverse of a general square matrix. To solve a system, `solve` is faster and more accurate.
 *
 *     P = A⁻¹,   dP = −P dA P,   Ā = −Pᵀ P̄ Pᵀ
 *
 * Source: Giles, "Collected matrix derivative results for forward and reverse mode algorithmic differentiation", 2008.
 *
 * @param a - [..., n, n]
 * @returns [..., n, n]
 * @throws {SingularMatrixError} for a pivot that is exactly 0
 * @throws {NonFiniteMatrixError} when a holds NaN or ±∞
 * @throws {ShapeError} when a is not square
 * @example
 * import { tensor } from "@wengert/array";
 * import { inv } from "@wengert/linalg";
 *
 * inv(tensor([[0, 2], [4, 0]])).toArray(); // => [[0, 0.25], [0.5, 0]]
 */
export function inv(a: Value): Tensor {
  expectNoMore("inv", arguments[1]);
  return inverseFor(resolve(a, "inv"), { op: "inv", name: "a" });
}
