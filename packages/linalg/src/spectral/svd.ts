import type { Tensor } from "@wengert/array";
import { expectNoMore } from "@wengert/array/author";
import { resolve, type Value } from "@wengert/rule";
import { differentiationOrder } from "@wengert/rule/library";
import { checkMatrix } from "../batch/batch.ts";
import { framedSingularValues } from "./second/singularspectrum.ts";
import { heldSvd } from "./singularvalues.ts";
import { svdRule } from "./svdrule.ts";

/** A = U diag(s) Vᵀ, thin: k = min(m, n). */
export interface SingularValueDecomposition {
  /** [..., m, k], orthonormal columns. */
  readonly u: Tensor;
  /** [..., k], descending, none negative. */
  readonly s: Tensor;
  /** [..., k, n], orthonormal rows. */
  readonly vt: Tensor;
}

/**
 * The singular value decomposition, A = U diag(s) Vᵀ, thin.
 *
 * With E = Uᵀ dA V, X and Y its symmetric and antisymmetric parts, and fractions element by element, zero on the diagonal:
 *
 *     ds = diagonal of E
 *     Uᵀ dU = X/(sⱼ − sᵢ) + Y/(sⱼ + sᵢ),   Vᵀ dV = X/(sⱼ − sᵢ) − Y/(sⱼ + sᵢ)
 *
 * and what leads out of the span of U is (I − U Uᵀ) dA V diag(s)⁻¹, and likewise for V. With K the antisymmetric parts of
 * Uᵀ Ū and of Vᵀ V̄, the transpose is
 *
 *     Ā = U (diag(s̄) + (K_U + K_V)/(sⱼ − sᵢ) + (K_U − K_V)/(sⱼ + sᵢ)) Vᵀ
 *         + (I − U Uᵀ) Ū diag(s)⁻¹ Vᵀ + U diag(s)⁻¹ V̄ᵀ (I − V Vᵀ)
 *
 * Written with sums and differences rather than with sⱼ² − sᵢ², so that small singular values keep their digits. The signs
 * of the vectors are unspecified, pairwise, and so is their basis where singular values are repeated: only what does not
 * depend on them has a meaning. Where singular values coincide or vanish, a tangent or cotangent that mixes their vectors
 * throws; the cotangents of a space that the vectors of equal singular values span do not. Of what depends on that space and on its
 * singular values, as U f(s) Vᵀ, the derivative cannot be known from ū, s̄ and V̄, and throws too. Use `singularFunction` for it.
 *
 * Second derivatives with respect to s are those of `svdvals`.
 *
 * Source: Townsend, "Differentiating the singular value decomposition", 2016, rearranged.
 *
 * @param a - [..., m, n]
 * @returns `{u, s, vt}`: u [..., m, k], s [..., k], descending, vt [..., k, n], k = min(m, n)
 * @throws {RepeatedValuesError} for a derivative that mixes the vectors of repeated (or vanishing) singular values
 * @throws {NonFiniteMatrixError} when a holds NaN or ±∞
 * @throws {ShapeError} unless there are two axes
 * @example
 * import { tensor } from "@wengert/array";
 * import { svd } from "@wengert/linalg";
 *
 * svd(tensor([[0, 3], [2, 0]])).s.toArray(); // => [3, 2]
 */
export function svd(a: Value): SingularValueDecomposition {
  expectNoMore("svd", arguments[1]);
  const matrix = resolve(a, "svd");
  checkMatrix("svd", "a", matrix);
  const { u, s, vt } = heldSvd(matrix, { op: "svd", name: "a" });
  const first = differentiationOrder(matrix) < 2;
  const outputs = svdRule(matrix, u, s, vt, { axes: 2, both: first });
  if (first) return outputs;
  return { ...outputs, s: framedSingularValues("svd", matrix, u, s, vt) };
}
