import type { Tensor } from "@wengert/array";
import { expectNoMore } from "@wengert/array/author";
import { mul } from "@wengert/ops";
import { resolve, type Value } from "@wengert/rule";
import { rule } from "@wengert/rule/library";
import { orderOf } from "../batch/batch.ts";
import { refuseNonFinite } from "../batch/nonfinite.ts";
import { symmetrized } from "../parts/symmetric.ts";
import { tril, trilTangent } from "../parts/triangle.ts";
import { product } from "../products/product.ts";
import { refuseZeroPivot, solve, solveSystem } from "../solve/triangularsolve.ts";
import { allPresent, singleOrder } from "../spelled/cells.ts";
import { spelledCholesky, spelledInverse } from "../spelled/cholesky.ts";
import { signsOf } from "../spelled/signs.ts";
import { factorCotangent, factorTangent } from "./choleskyderivatives.ts";
import { factored, inverseOfFactor } from "./choleskyfactor.ts";

/** Systems with L and with Lᵀ, on either side of the unknowns. */
const system = { lower: true, transpose: false, unitDiagonal: false, side: "left", op: "cholesky", name: "a" } as const;
const transposed = { ...system, transpose: true } as const;

/**
 * The Cholesky factor: lower triangular L with A = L Lᵀ.
 *
 * Φ keeps the lower triangle and halves its diagonal. L⁻¹ dA L⁻ᵀ = L⁻¹ dL + (L⁻¹ dL)ᵀ is a lower triangle and its
 * transpose, and Φ finds the former; so
 *
 *     dL = L Φ(L⁻¹ sym(dA) L⁻ᵀ)
 *     Ā = sym(L⁻ᵀ Φ(Lᵀ L̄) L⁻¹)
 *
 * Symmetrised, because A moves within the symmetric matrices only; so each is the exact transpose of the other.
 *
 * Source: Murray, "Differentiation of the Cholesky decomposition", arXiv:1602.07527, 2016.
 *
 * @param a - [..., n, n], symmetric positive definite; only its lower triangle is read
 * @returns [..., n, n], zeros above the diagonal
 * @throws {NotPositiveDefiniteError} with the first pivot that is not positive; also for NaN and ±∞
 * @throws {ShapeError} when a is not square
 * @example
 * import { tensor } from "@wengert/array";
 * import { cholesky } from "@wengert/linalg";
 *
 * cholesky(tensor([[4, 2], [2, 5]])).toArray(); // => [[2, 0], [1, 2]]
 */
export const cholesky: (a: Value) => Tensor = /* @__PURE__ */ rule({
  name: "cholesky",
  spelling: spelledCholesky,
  impl: (a: Tensor): Tensor => factored("cholesky", "a", a),
  jvp: ([da], _xs, l) => (da === undefined ? undefined : trilTangent(factorTangent(l, da))),
  vjp: (lbar, _xs, l) => [factorCotangent(l, lbar)],
});

/**
 * Solves A x = b by the Cholesky factor of A: two triangular systems, L z = b and Lᵀ x = z.
 *
 * The derivatives are those of the two systems; with v = A⁻¹ x̄
 *
 *     b̄ = v,   L̄ = −tril((v xᵀ + x vᵀ) L)
 *
 * @param l - [..., n, n], as `cholesky` returns it; only the lower triangle is read
 * @param b - a vector [n], or matrices [..., n, k]; the leading axes broadcast
 * @returns x, of the shape of b with the leading axes of both
 * @throws {ShapeError} when l is not square or b does not fit
 * @throws {SingularMatrixError} for a zero on the diagonal
 * @throws {NonFiniteMatrixError} when the lower triangle of l holds NaN or ±∞
 * @example
 * import { tensor } from "@wengert/array";
 * import { cholesky, choleskySolve } from "@wengert/linalg";
 *
 * const l = cholesky(tensor([[4, 2], [2, 5]]));
 * choleskySolve(l, tensor([8, 12])).toArray(); // => [1, 2]
 */
export function choleskySolve(l: Value, b: Value): Tensor {
  expectNoMore("choleskySolve", arguments[2]);
  const named = { op: "choleskySolve", name: "l" };
  return solveSystem(l, b, { ...system, ...named }, { ...transposed, ...named });
}

const inverseRule: (l: Value) => Tensor = /* @__PURE__ */ rule({
  name: "choleskyInverse",
  spelling: ([l], arithmetic) => {
    const n = singleOrder(l);
    if (n === undefined) return undefined;
    const { requireFinite, requirePivot } = signsOf(arithmetic);
    for (let i = 0; i < n; i++) requirePivot(l.cells[i * (n + 1)]);
    const inverse = spelledInverse(n, l.cells, arithmetic);
    requireFinite(inverse);
    return allPresent(inverse);
  },
  impl: (l: Tensor): Tensor => {
    refuseNonFinite("choleskyInverse", "l", l, "lower");
    refuseZeroPivot("choleskyInverse", "l", l, "lower");
    return inverseOfFactor(l);
  },
  jvp: ([dl], [l], p) => {
    if (dl === undefined) return undefined;
    return mul(-2, symmetrized(solve(l, product(p, tril(dl)), { ...system, side: "right" })));
  },
  vjp: (pbar, [l], p) => {
    const across = solve(l, product(p, symmetrized(pbar)), { ...transposed, side: "right" });
    return [mul(-2, tril(across))];
  },
});

/**
 * The inverse of a matrix from its Cholesky factor, P = (L Lᵀ)⁻¹, with a third of the arithmetic of solving for the
 * identity. From dP = −P (dL Lᵀ + L dLᵀ) P and Lᵀ P = L⁻¹:
 *
 *     dP = −2 sym(P dL L⁻¹)
 *     L̄ = −2 tril(P sym(P̄) L⁻ᵀ)
 *
 * To solve a system, `choleskySolve` is faster and more accurate; this is for whoever needs the entries, as the gradient
 * of log det A does.
 *
 * @param l - [..., n, n], as `cholesky` returns it; only the lower triangle is read
 * @returns [..., n, n], symmetric
 * @throws {ShapeError} when l is not square
 * @throws {SingularMatrixError} for a zero on the diagonal
 * @throws {NonFiniteMatrixError} when the lower triangle of l holds NaN or ±∞
 * @example
 * import { tensor } from "@wengert/array";
 * import { choleskyInverse } from "@wengert/linalg";
 *
 * choleskyInverse(tensor([[2, 0], [0, 4]])).toArray(); // => [[0.25, 0], [0, 0.0625]]
 */
export function choleskyInverse(l: Value): Tensor {
  expectNoMore("choleskyInverse", arguments[1]);
  const factor = resolve(l, "choleskyInverse");
  orderOf("choleskyInverse", "l", factor);
  return inverseRule(factor);
}
