import type { Tensor } from "@wengert/array";
import { expectFunction, expectNoMore } from "@wengert/array/author";
import { resolve, type Value } from "@wengert/rule";
import { differentiationOrder } from "@wengert/rule/library";
import { orderOf } from "../batch/batch.ts";
import { heldEigen } from "../spectral/eigh.ts";
import { dividedDifferences, type Elementwise } from "./divideddifferences.ts";
import { spectralFunction } from "./spectralterms.ts";

/**
 * A function of a symmetric matrix through its eigenvalues: f(A) = V diag(f(λ)) Vᵀ.
 *
 * With E = Vᵀ sym(dA) V and the divided differences gᵢⱼ = (f(λᵢ) − f(λⱼ)) / (λᵢ − λⱼ), f′(λᵢ) for equal eigenvalues,
 *
 *     dF = V (g ∘ E) Vᵀ,   Ā = V (g ∘ Vᵀ sym(F̄) V) Vᵀ
 *
 * and likewise at every order. Nothing is divided by a gap between eigenvalues: the derivatives are exact for repeated ones,
 * and lose no digits for nearly equal ones. They cost n³ up to the second order, and a factor n more for each order above.
 *
 * f may close over parameters, also over values that are being differentiated.
 *
 * Source: Daleckii and Krein 1965, in Higham, "Functions of Matrices: Theory and Computation", 2008, theorem 3.11.
 *
 * @param a - [..., n, n], symmetric; only its lower triangle is read
 * @param f - a function of one number, written in ops: it gets a Tensor of numbers, and is applied to each of them
 * @returns [..., n, n], symmetric
 * @throws {NoRealResultError} where f, or a derivative of it that is needed, is not finite at an eigenvalue
 * @throws {NonFiniteMatrixError} when a holds NaN or ±∞
 * @throws {ShapeError} when a is not square
 * @example
 * import { tensor } from "@wengert/array";
 * import { matrixFunction } from "@wengert/linalg";
 * import { sqrt } from "@wengert/ops";
 *
 * matrixFunction(tensor([[4, 0], [0, 9]]), sqrt).toArray(); // => [[2, 0], [0, 3]]
 */
export function matrixFunction(a: Value, f: Elementwise): Tensor {
  expectNoMore("matrixFunction", arguments[2]);
  expectFunction("matrixFunction", "f", f);
  const matrix = resolve(a, "matrixFunction");
  orderOf("matrixFunction", "a", matrix);
  const { values, vectors } = heldEigen(matrix, { op: "matrixFunction", name: "a" });
  return spectralFunction(matrix, vectors, dividedDifferences(f, values, differentiationOrder(matrix)));
}
