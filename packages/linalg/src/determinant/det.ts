import type { Tensor } from "@wengert/array";
import { expectNoMore, fromData } from "@wengert/array/author";
import { mul, sum } from "@wengert/ops";
import { resolve, type Value } from "@wengert/rule";
import { rule } from "@wengert/rule/library";
import { match, perMatrix } from "../batch/batch.ts";
import { heldLu } from "../factor/lufactors.ts";
import { cofactors, determinantOf, hasSmallPivot, heldCofactors } from "./cofactors.ts";
import { eliminate } from "./elimination.ts";
import { productOf, timesPower } from "./exponents.ts";

/** @see det */
const detRule: (a: Value, lu: Value, pivots: Value, c: Value) => Tensor = /* @__PURE__ */ rule({
  name: "det",
  held: [1, 2, 3],
  impl: (a: Tensor, lu: Tensor, pivots: Tensor, _c: Tensor): Tensor => {
    const n = a.shape[a.ndim - 1];
    const { batch, count, starts } = match("det", a, lu);
    const out = new Float64Array(count);
    for (let b = 0; b < count; b++) {
      const factors = lu.data.subarray(starts[1][b], starts[1][b] + n * n);
      const from = n === 0 ? 0 : starts[1][b] / n;
      out[b] =
        n > 0 && hasSmallPivot(n, factors)
          ? byElimination(n, a.data.subarray(starts[0][b], starts[0][b] + n * n))
          : byFactors(n, factors, pivots.data.subarray(from, from + n));
    }
    return fromData(out, batch);
  },
  jvp: ([da], [a, lu, pivots, c]) =>
    da === undefined ? undefined : sum(mul(cofactors(a, lu, pivots, c, []), da), { axis: [-2, -1] }),
  vjp: (ybar, [a, lu, pivots, c]) => [() => mul(perMatrix(ybar), cofactors(a, lu, pivots, c, [])), null, null, null],
});

function byFactors(n: number, lu: Float64Array, pivots: Float64Array): number {
  const { y, e } = determinantOf(n, lu, pivots);
  return timesPower(y, e);
}

function byElimination(n: number, a: Float64Array): number {
  const { d, sign } = eliminate(n, a);
  const { y, e } = productOf(d);
  return sign * timesPower(y, e);
}

/**
 * The determinant, with the right derivatives for singular matrices too.
 *
 *     dy = tr(adj(A) dA),   Ā = ȳ adj(A)ᵀ
 *
 * The adjugate adj(A) is det(A) A⁻¹ for an invertible matrix, of rank one for rank n − 1, and zero below that. Where pivots
 * are small or zero, it is computed from a factorization with complete pivoting instead, A = L diag(d) U but for the order of
 * rows and columns, without a division by what is small:
 *
 *     adj(A) = U⁻¹ diag(Π_{j≠i} dⱼ) L⁻¹
 *
 * Sources: Jacobi's formula in Magnus and Neudecker, "Matrix Differential Calculus", 1988; Stewart, "On the adjugate matrix",
 * Linear Algebra Appl. 283, 1998.
 *
 * @param a - [..., n, n]
 * @returns [...]
 * @throws {NonFiniteMatrixError} when a holds NaN or ±∞
 * @throws {ShapeError} when a is not square
 * @example
 * import { tensor } from "@wengert/array";
 * import { det } from "@wengert/linalg";
 *
 * det(tensor([[1, 2], [3, 4]])).item(); // => -2
 */
export function det(a: Value): Tensor {
  expectNoMore("det", arguments[1]);
  const matrix = resolve(a, "det");
  const { lu, pivots } = heldLu(matrix, { op: "det", name: "a" });
  return detRule(matrix, lu, pivots, heldCofactors(matrix, lu, pivots));
}
