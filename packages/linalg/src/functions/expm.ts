import type { Tensor } from "@wengert/array";
import { expectNoMore } from "@wengert/array/author";
import { resolve, type Value } from "@wengert/rule";
import { orderOf } from "../batch/batch.ts";
import { exponential } from "./exponential.ts";
import { type MatrixFunction, primaryFunction } from "./frechet.ts";

const exponentialRule: MatrixFunction = /* @__PURE__ */ primaryFunction(
  "expm",
  (n, a) => exponential(n, a, undefined).x,
  (n, a, e) => {
    const { x, dx } = exponential(n, a, e);
    return [x, dx as Float64Array];
  },
  () => 2 ** -300, // so that the direction has no part in the choice of the scaling; see exponential.ts
);

/**
 * The exponential of a matrix, Σ Aᵏ/k!, by scaling and squaring, after a diagonal scaling by powers of two.
 *
 *     dY = L(A, dA),   Ā = L(Aᵀ, Ȳ)
 *
 * with the Fréchet derivative L(A, E) = ∫₀¹ exp(s A) E exp((1 − s) A) ds, which takes the same steps as the value.
 *
 * Sources: Al-Mohy and Higham, "A new scaling and squaring algorithm for the matrix exponential", SIAM J. Matrix Anal. Appl. 31,
 * 2009; the same, "Computing the Fréchet derivative of the matrix exponential, with an application to condition number
 * estimation", SIAM J. Matrix Anal. Appl. 30, 2009.
 *
 * @param a - [..., n, n]
 * @returns [..., n, n]
 * @throws {NonFiniteMatrixError} when a holds NaN or ±∞
 * @throws {ShapeError} when a is not square
 * @example
 * import { tensor } from "@wengert/array";
 * import { expm } from "@wengert/linalg";
 *
 * expm(tensor([[0, 3], [0, 0]])).toArray(); // => [[1, 3], [0, 1]]
 */
export function expm(a: Value): Tensor {
  expectNoMore("expm", arguments[1]);
  const matrix = resolve(a, "expm");
  orderOf("expm", "a", matrix);
  return exponentialRule.value(matrix);
}
