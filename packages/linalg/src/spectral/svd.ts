import { kernels, type Tensor } from "@wengert/array";
import { fromData } from "@wengert/array/author";
import { abs, add, expandDims, mul, reciprocal, sub, sum } from "@wengert/ops";
import { addTangents, resolve, type Value } from "@wengert/rule";
import { rule, ruleWithAttributes } from "@wengert/rule/library";
import { batchOf, checkMatrix } from "../batch/batch.ts";
import { refuseNonFinite } from "../batch/nonfinite.ts";
import { gesvd } from "../lapack/gesvd.ts";
import { diagonal } from "../parts/diagonal.ts";
import { mT, symmetrized } from "../parts/symmetric.ts";
import { product } from "../products/matmul.ts";
import { noConvergence } from "./eigh.ts";
import { gapsOf, refuseRepeated, zeroMask } from "./repeatedvalues.ts";

/** A = U diag(s) Vᵀ, thin: k = min(m, n). */
export interface SingularValueDecomposition {
  /** [..., m, k], orthonormal columns. */
  readonly u: Tensor;
  /** [..., k], descending, none negative. */
  readonly s: Tensor;
  /** [..., k, n], orthonormal rows. */
  readonly vt: Tensor;
}

type Decomposed = { readonly u: Tensor; readonly s: Tensor; readonly vt: Tensor };

// A value and its derivatives ask for the same decomposition.
const decomposed = /* @__PURE__ */ new WeakMap<Tensor, Decomposed>();

/** The decomposition of plain matrices. */
export function singularOf(op: string, a: Tensor): Decomposed {
  let found = decomposed.get(a);
  if (found === undefined) {
    found = decompose(op, a, true);
    decomposed.set(a, found);
  }
  return found;
}

/** Without `vectors` u and vt hold nothing of use. */
function decompose(op: string, a: Tensor, vectors: boolean, name: string = "a"): Decomposed {
  refuseNonFinite(op, name, a);
  const [m, n] = a.shape.slice(-2);
  const [k, lead] = [Math.min(m, n), batchOf(a)];
  const count = lead.reduce((product, length) => product * length, 1);
  const s = new Float64Array(count * k);
  const [u, vt] = [new Float64Array(vectors ? count * m * k : 0), new Float64Array(vectors ? count * k * n : 0)];
  const run = kernels().gesvd ?? gesvd;
  for (let b = 0; b < count && k > 0; b++) {
    const own = a.data.slice(b * m * n, (b + 1) * m * n);
    const failed = run(vectors, m, n, own, 0, n, s, b * k, u, b * m * k, k, vt, b * k * n, n);
    if (failed > 0) throw noConvergence(op);
  }
  return { s: fromData(s, [...lead, k]), u: fromData(u, [...lead, m, k]), vt: fromData(vt, [...lead, k, n]) };
}

const REMEDY =
  "For singular values alone use svdvals; for a function of them that stays a matrix (a polar factor, a shrinkage) " +
  "use singularFunction, whose derivatives are exact there.";
const REPEATED = { op: "svd", kind: "singular values", remedy: REMEDY } as const;

/** What both halves of the rule divide by. */
interface Pairs {
  /** 1/(sⱼ − sᵢ), antisymmetric. */
  readonly differences: Tensor;
  /** 1/(sⱼ + sᵢ). */
  readonly sums: Tensor;
}

/** Refuses numerators, some over differences and one over sums, where their divisors vanish. */
function pairsOf(s: Tensor, order: number, xs: readonly Tensor[], y: Tensor, scales: readonly Tensor[]): Pairs {
  const differences = gapsOf(s, { order, sums: false });
  const sums = gapsOf(s, { order, sums: true });
  for (const x of xs) refuseRepeated(REPEATED, s, differences.mask, x, scales);
  refuseRepeated(REPEATED, s, sums.mask, y, scales);
  return { differences: differences.inverse, sums: sums.inverse };
}

const svdRule: (a: Value) => Decomposed = /* @__PURE__ */ rule({
  name: "svd",
  impl: (a: Tensor): Decomposed => singularOf("svd", a),
  jvp: ([da], [a], { u, s, vt }) => {
    if (da === undefined) return undefined;
    const [m, n] = a.shape.slice(-2);
    const [au, av] = [product(da, vt, { transposeB: true }), product(da, u, { transposeA: true })];
    const e = product(u, au, { transposeA: true });
    const [x, y] = [symmetrized(e), skew(e)];
    const { differences, sums } = pairsOf(s, Math.max(m, n), [x], y, [e]);
    const [both, apart] = [mul(differences, x), mul(sums, y)];
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
      const refused = [plus, ...given(gu, gv).map((g) => symmetrized(g))];
      const { differences, sums } = pairsOf(s, Math.max(m, n), refused, minus, given(gu, gv));
      terms.push(product(product(u, add(mul(differences, plus), mul(sums, minus))), vt));
    }
    if (ubar !== undefined && m > n) terms.push(product(outside(u, ubar, s, m), vt));
    if (vtbar !== undefined && n > m) terms.push(product(u, outside(mT(vt), mT(vtbar), s, n), { transposeB: true }));
    return [terms.length === 0 ? null : addTangents(terms)];
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
  const mask = zeroMask(s, order);
  refuseRepeated(REPEATED, s, mask, sum(abs(rest), { axis: -2 }), [x]);
  const kept = sub(1, mask);
  return mul(rest, expandDims(mul(kept, reciprocal(add(mul(kept, s), mask))), -2));
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
  return svdRule(matrix);
}

/** The operation and its argument that errors name. */
interface Asked {
  readonly op: string;
  readonly name: string;
}

/** The singular values on behalf of an operation; see `svdvals`. */
export const singularValues: (a: Value, o: Asked) => Tensor = /* @__PURE__ */ ruleWithAttributes({
  name: "svdvals",
  impl: (a: Tensor, { op, name }: Asked): Tensor => (decomposed.get(a) ?? decompose(op, a, false, name)).s,
  jvp: ([da], [a]) => {
    if (da === undefined) return undefined;
    const { u, kept, vt } = keptVectors(a);
    return mul(kept, sum(mul(u, product(da, vt, { transposeB: true })), { axis: -2 }));
  },
  vjp: (sbar, [a]) => {
    const { u, kept, vt } = keptVectors(a);
    return [product(mul(u, expandDims(mul(kept, sbar), -2)), vt)];
  },
});

/** The vectors, and 0 for those whose singular value vanishes. */
function keptVectors(a: Tensor): { readonly u: Tensor; readonly kept: Tensor; readonly vt: Tensor } {
  const { u, s, vt } = svdRule(a);
  return { u, kept: sub(1, zeroMask(s, Math.max(...a.shape.slice(-2)))), vt };
}

/**
 * The singular values of a matrix, descending.
 *
 *     ds = diagonal of Uᵀ dA V,   Ā = U diag(s̄) Vᵀ
 *
 * No gap is divided by: what is symmetric in repeated singular values has the right gradient. A singular value that
 * vanishes has a kink there, as |x| has at 0, and gets derivative 0, the least of its subgradients.
 *
 * Source: Townsend, "Differentiating the singular value decomposition", 2016.
 *
 * @param a - [..., m, n]
 * @returns [..., min(m, n)]
 * @throws {NonFiniteMatrixError} when a holds NaN or ±∞
 * @throws {ShapeError} unless there are two axes
 * @example
 * import { tensor } from "@wengert/array";
 * import { svdvals } from "@wengert/linalg";
 *
 * svdvals(tensor([[0, -3], [2, 0]])).toArray(); // => [3, 2]
 */
export function svdvals(a: Value): Tensor {
  const matrix = resolve(a, "svdvals");
  checkMatrix("svdvals", "a", matrix);
  return singularValues(matrix, { op: "svdvals", name: "a" });
}
