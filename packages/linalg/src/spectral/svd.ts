import type { Tensor } from "@wengert/array";
import { abs, add, expandDims, mul, reciprocal, sub, sum } from "@wengert/ops";
import { addTangents, resolve, type Value } from "@wengert/rule";
import { ruleWithAttributes } from "@wengert/rule/library";
import { checkMatrix, type OnMatrices, onMatrices } from "../batch/batch.ts";
import { diagonal } from "../parts/diagonal.ts";
import { symmetrized } from "../parts/symmetric.ts";
import { mT } from "../parts/transpose.ts";
import { product } from "../products/matmul.ts";
import { gapsOf, refuseRepeated, zeroMask } from "./repeatedvalues.ts";
import { type Decomposed, heldSvd } from "./singularvalues.ts";

/** A = U diag(s) Vᵀ, thin: k = min(m, n). */
export interface SingularValueDecomposition {
  /** [..., m, k], orthonormal columns. */
  readonly u: Tensor;
  /** [..., k], descending, none negative. */
  readonly s: Tensor;
  /** [..., k, n], orthonormal rows. */
  readonly vt: Tensor;
}

const REMEDY =
  "For singular values alone use svdvals; for a function of them that stays a matrix (a polar factor, a shrinkage) " +
  "use singularFunction, whose derivatives are exact there.";
const REPEATED = { op: "svd", kind: "singular values", remedy: REMEDY } as const;

/** X/(sⱼ − sᵢ), or X/(sⱼ + sᵢ), element by element; see `refuseRepeated`. */
function overGaps(s: Tensor, sums: boolean, order: number, numerators: Parameters<typeof refuseRepeated>[3]): Tensor {
  const { mask, inverse } = gapsOf(s, { order, sums });
  return mul(inverse, refuseRepeated(REPEATED, s, mask, numerators));
}

export const svdRule: (a: Value, u: Value, s: Value, vt: Value, o: OnMatrices) => Decomposed =
  /* @__PURE__ */ ruleWithAttributes({
    name: "svd",
    held: [1, 2, 3],
    impl: (_a: Tensor, u: Tensor, s: Tensor, vt: Tensor, _o: OnMatrices): Decomposed => ({ u, s, vt }),
    jvp: ([da], [a], { u, s, vt }) => {
      if (da === undefined) return undefined;
      const [m, n] = a.shape.slice(-2);
      const [au, av] = [product(da, vt, { transposeB: true }), product(da, u, { transposeA: true })];
      const e = product(u, au, { transposeA: true });
      const [x, y] = [symmetrized(e), skew(e)];
      const both = overGaps(s, false, Math.max(m, n), { x, scales: [e] });
      const apart = overGaps(s, true, Math.max(m, n), { x: y, scales: [e] });
      const du = [product(u, add(both, apart))];
      const dv = [product(vt, sub(both, apart), { transposeA: true })];
      if (m > n) du.push(outside(u, au, s, m));
      if (n > m) dv.push(outside(mT(vt), av, s, n));
      return { u: addTangents(du), s: diagonal(e), vt: mT(addTangents(dv)) };
    },
    vjp: ({ u: ubar, s: sbar, vt: vtbar }, [a], { u, s, vt }) => {
      const [m, n] = a.shape.slice(-2);
      const terms: Tensor[] = sbar === undefined ? [] : [product(mul(u, expandDims(sbar, -2)), vt)];
      const gu = ubar && product(u, ubar, { transposeA: true });
      const gv = vtbar && product(vt, vtbar, { transposeB: true });
      if (gu || gv) {
        const [plus, minus] = [
          addTangents(given(gu && skew(gu), gv && skew(gv))),
          addTangents(given(gu && skew(gu), gv && skew(mT(gv)))),
        ];
        // The symmetric parts matter only together with s̄, in a way that s̄ does not tell where values are repeated.
        const numerators = [plus, ...given(gu, gv).map((g) => symmetrized(g))];
        const both = overGaps(s, false, Math.max(m, n), { x: plus, numerators, scales: given(gu, gv) });
        const apart = overGaps(s, true, Math.max(m, n), { x: minus, scales: given(gu, gv) });
        terms.push(product(product(u, add(both, apart)), vt));
      }
      if (ubar !== undefined && m > n) terms.push(product(outside(u, ubar, s, m), vt));
      if (vtbar !== undefined && n > m) terms.push(product(u, outside(mT(vt), mT(vtbar), s, n), { transposeB: true }));
      return [terms.length === 0 ? null : addTangents(terms), null, null, null];
    },
  });

function skew(x: Tensor): Tensor {
  return mul(0.5, sub(x, mT(x)));
}

function given(...xs: readonly (Tensor | undefined)[]): Tensor[] {
  return xs.filter((x) => x !== undefined);
}

/** (I − Q Qᵀ) X diag(s)⁻¹: what leads out of the space that the columns of q span. */
function outside(q: Tensor, x: Tensor, s: Tensor, order: number): Tensor {
  const rest = sub(x, product(q, product(q, x, { transposeA: true })));
  const mask = zeroMask(s, { order });
  const kept = sub(1, mask);
  const numerators = [sum(abs(rest), { axis: -2 })];
  const checked = refuseRepeated(REPEATED, s, mask, { x: rest, numerators, scales: [x] });
  return mul(checked, expandDims(mul(kept, reciprocal(add(mul(kept, s), mask))), -2));
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
 * throws: even of what does not depend on the basis, as of U f(s) Vᵀ, the derivative cannot be known from ū, s̄ and V̄. Use
 * `singularFunction` for it.
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
  const matrix = resolve(a, "svd");
  checkMatrix("svd", "a", matrix);
  const { u, s, vt } = heldSvd(matrix, { op: "svd", name: "a" });
  return svdRule(matrix, u, s, vt, onMatrices);
}
