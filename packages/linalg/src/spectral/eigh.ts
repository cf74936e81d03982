import { kernels, type Tensor } from "@wengert/array";
import { fromData } from "@wengert/array/author";
import { add, expandDims, mul, sum } from "@wengert/ops";
import { resolve, type Value } from "@wengert/rule";
import { constant, constantWithAttributes, residual, ruleWithAttributes } from "@wengert/rule/library";
import { type OnMatrices, onMatrices, orderOf } from "../batch/batch.ts";
import type { Caller } from "../batch/caller.ts";
import { deferred } from "../batch/deferred.ts";
import { refuseNonFinite } from "../batch/nonfinite.ts";
import { NonFiniteMatrixError } from "../errors.ts";
import { syev } from "../lapack/syev.ts";
import { diag, diagonal } from "../parts/diagonal.ts";
import { mirrorLower, symmetrized } from "../parts/symmetric.ts";
import { product } from "../products/matmul.ts";
import { gapsOf, refuseRepeated } from "./repeatedvalues.ts";

/** A = V diag(values) Vᵀ. */
export interface SymmetricEigen {
  /** [..., n], ascending. */
  readonly values: Tensor;
  /** [..., n, n], orthogonal: the columns are eigenvectors. */
  readonly vectors: Tensor;
}

type Decomposed = { readonly values: Tensor; readonly vectors: Tensor };

/** The decomposition of a symmetric matrix, of which the lower triangle is read. */
export const heldEigen: (a: Value, caller: Caller) => Decomposed = /* @__PURE__ */ constantWithAttributes({
  name: "eigh",
  impl: (a: Tensor, { op }: Caller): Decomposed => decompose(op, a, true),
});

/** Without `vectors`, only the values mean anything. */
function decompose(op: string, a: Tensor, vectors: boolean): Decomposed {
  const n = orderOf(op, "a", a);
  refuseNonFinite(op, "a", a, "lower");
  const [v, w] = [a.data.slice(), new Float64Array(a.size === 0 ? 0 : a.size / n)];
  for (let start = 0; start < v.length; start += n * n) mirrorLower(n, v, start);
  const whole = fromData(v, a.shape);
  const kernel = kernels().syev ?? syev;
  for (let start = 0; start < v.length; start += n * n) {
    if (kernel(vectors, n, v, start, n, w, start / n) > 0) throw noConvergence(op);
  }
  return { values: fromData(w, a.shape.slice(0, -1)), vectors: whole };
}

/** Convergence is not proven for every finite matrix. */
export function noConvergence(op: string): NonFiniteMatrixError {
  return new NonFiniteMatrixError(
    `${op}: the iteration does not converge for this matrix, though it is finite; its scale does not matter. Change an entry in ` +
      "its last digits, and report the matrix as a bug.",
    op,
  );
}

const REPEATED = {
  op: "eigh",
  kind: "eigenvalues",
  remedy:
    "For a function of the matrix use matrixFunction, whose derivatives are exact there; for the values alone, eigvalsh.",
} as const;

const eighRule: (a: Value, values: Value, vectors: Value, o: OnMatrices) => Decomposed =
  /* @__PURE__ */ ruleWithAttributes({
    name: "eigh",
    held: [1, 2],
    impl: (_a: Tensor, values: Tensor, vectors: Tensor, _o: OnMatrices): Decomposed => ({ values, vectors }),
    jvp: ([da], _xs, { values, vectors }) => {
      if (da === undefined) return undefined;
      const e = product(product(vectors, symmetrized(da), { transposeA: true }), vectors);
      return { values: diagonal(e), vectors: product(vectors, overGaps(values, e)) };
    },
    vjp: ({ values: lbar, vectors: vbar }, _xs, { values, vectors }) => {
      const terms: Tensor[] = [];
      if (lbar !== undefined) terms.push(diag(lbar));
      if (vbar !== undefined) terms.push(overGaps(values, product(vectors, vbar, { transposeA: true })));
      if (terms.length === 0) return [null, null, null];
      const inner = terms.length === 1 ? terms[0] : add(terms[0], terms[1]);
      const abar = (): Tensor => symmetrized(product(product(vectors, inner), vectors, { transposeB: true }));
      return [abar, null, null];
    },
  });

/** F ∘ X */
function overGaps(values: Tensor, x: Tensor): Tensor {
  const { mask, inverse } = gapsOf(values, { order: values.shape[values.ndim - 1], sums: false });
  return mul(inverse, refuseRepeated(REPEATED, values, mask, { x, scales: [x] }));
}

/**
 * Eigenvalues and eigenvectors of a symmetric matrix, A = V diag(λ) Vᵀ.
 *
 * From Vᵀ V = I, Vᵀ dV is antisymmetric, and from A V = V diag(λ), with E = Vᵀ sym(dA) V and Fᵢⱼ = 1/(λⱼ − λᵢ), Fᵢᵢ = 0:
 *
 *     dλ = diagonal of E,   dV = V (F ∘ E)
 *     Ā = sym(V (diag(λ̄) + F ∘ (Vᵀ V̄)) Vᵀ)
 *
 * The signs of the eigenvectors are unspecified, and so is their basis where eigenvalues are repeated: only what does not
 * depend on them has a meaning. Where two eigenvalues coincide (to rounding), a tangent Eᵢⱼ ≠ 0 that mixes their vectors, or a
 * cotangent (Vᵀ V̄)ᵢⱼ ≠ 0, throws: even of what does not depend on the basis, as of V f(λ) Vᵀ, the derivative cannot be known
 * from λ̄ and V̄. Use `matrixFunction` for it.
 *
 * Source: Giles, "Collected matrix derivative results for forward and reverse mode algorithmic differentiation", 2008.
 *
 * @param a - [..., n, n], symmetric; only its lower triangle is read
 * @returns `{values, vectors}`: values [..., n], ascending; vectors [..., n, n], in columns
 * @throws {RepeatedValuesError} for a derivative that mixes the vectors of repeated eigenvalues
 * @throws {NonFiniteMatrixError} when a holds NaN or ±∞
 * @throws {ShapeError} when a is not square
 * @example
 * import { tensor } from "@wengert/array";
 * import { eigh } from "@wengert/linalg";
 *
 * eigh(tensor([[2, 0], [0, 1]])).values.toArray(); // => [1, 2]
 */
export function eigh(a: Value): SymmetricEigen {
  const matrix = resolve(a, "eigh");
  orderOf("eigh", "a", matrix);
  const { values, vectors } = heldEigen(matrix, { op: "eigh", name: "a" });
  return eighRule(matrix, values, vectors, onMatrices);
}

const heldEigenvalues: (a: Value) => Tensor = /* @__PURE__ */ constant({
  name: "eigvalsh",
  impl: (a: Tensor): Tensor => decompose("eigvalsh", a, false).values,
});

/** Computed when the first derivative needs them. */
const heldEigenvectors: (a: Value) => Tensor = /* @__PURE__ */ residual({
  name: "eigenvectors",
  impl: (a: Tensor): Tensor => deferred(a.shape, () => decompose("eigvalsh", a, true).vectors.data),
});

const valuesRule: (a: Value, values: Value, vectors: Value, o: OnMatrices) => Tensor =
  /* @__PURE__ */ ruleWithAttributes({
    name: "eigvalsh",
    held: [1, 2],
    impl: (_a: Tensor, values: Tensor, _vectors: Tensor, _o: OnMatrices): Tensor => values,
    jvp: ([da], [a, values, vectors], _y, o) => {
      if (da === undefined) return undefined;
      const v = eighRule(a, values, vectors, o).vectors;
      return sum(mul(v, product(symmetrized(da), v)), { axis: -2 });
    },
    vjp: (lbar, [a, values, vectors], _y, o) => {
      const v = eighRule(a, values, vectors, o).vectors;
      return [() => symmetrized(product(mul(v, expandDims(lbar, -2)), v, { transposeB: true })), null, null];
    },
  });

/**
 * The eigenvalues of a symmetric matrix, ascending.
 *
 *     dλ = diagonal of Vᵀ sym(dA) V,   Ā = V diag(λ̄) Vᵀ
 *
 * No gap is divided by: what is symmetric in repeated eigenvalues has the right gradient. Its second derivatives need the
 * vectors' derivatives, and are those of `eigh`; for them, and for a sum over a function of eigenvalues, the trace of
 * `matrixFunction` is exact everywhere.
 *
 * Source: Giles, "Collected matrix derivative results for forward and reverse mode algorithmic differentiation", 2008.
 *
 * @param a - [..., n, n], symmetric; only its lower triangle is read
 * @returns [..., n]
 * @throws {NonFiniteMatrixError} when a holds NaN or ±∞
 * @throws {ShapeError} when a is not square
 * @example
 * import { tensor } from "@wengert/array";
 * import { eigvalsh } from "@wengert/linalg";
 *
 * eigvalsh(tensor([[0, 1], [1, 0]])).toArray(); // => [-1, 1]
 */
export function eigvalsh(a: Value): Tensor {
  const matrix = resolve(a, "eigvalsh");
  orderOf("eigvalsh", "a", matrix);
  return valuesRule(matrix, heldEigenvalues(matrix), heldEigenvectors(matrix), onMatrices);
}
