import { kernels, type Tensor } from "@wengert/array";
import { expectNoMore, fromData } from "@wengert/array/author";
import { expandDims, mul, sum } from "@wengert/ops";
import { resolve, type Value } from "@wengert/rule";
import {
  constant,
  constantWithAttributes,
  differentiationOrder,
  residual,
  ruleWithAttributes,
} from "@wengert/rule/library";
import { type OnMatrices, onMatrices, orderOf } from "../batch/batch.ts";
import type { Caller } from "../batch/caller.ts";
import { deferred } from "../batch/deferred.ts";
import { refuseNonFinite } from "../batch/nonfinite.ts";
import { NonFiniteMatrixError } from "../errors.ts";
import { syev } from "../lapack/syev.ts";
import { symmetrized } from "../parts/symmetric.ts";
import { product } from "../products/product.ts";
import { type Decomposed, eighRule } from "./eigenrule.ts";
import { framedEigenvalues } from "./second/eigenvalues.ts";

/** A = V diag(values) Vᵀ. */
export interface SymmetricEigen {
  /** [..., n], ascending. */
  readonly values: Tensor;
  /** [..., n, n], orthogonal: the columns are eigenvectors. */
  readonly vectors: Tensor;
}

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

/**
 * Eigenvalues and eigenvectors of a symmetric matrix, A = V diag(λ) Vᵀ.
 *
 * From Vᵀ V = I, Vᵀ dV is antisymmetric, and from A V = V diag(λ), with E = Vᵀ sym(dA) V and Fᵢⱼ = 1/(λⱼ − λᵢ), Fᵢᵢ = 0:
 *
 *     dλ = diagonal of E,   dV = V (F ∘ E)
 *     Ā = sym(V (diag(λ̄) + F ∘ (Vᵀ V̄)) Vᵀ)
 *
 * The signs of the eigenvectors are unspecified, and so is their basis where eigenvalues are repeated: only what does not
 * depend on them has a meaning. Where two eigenvalues coincide (to rounding), a tangent Eᵢⱼ ≠ 0 that mixes their vectors throws,
 * and so does a cotangent with an antisymmetric part of (Vᵀ V̄)ᵢⱼ: that of the space which the vectors span has none. Of what
 * depends on that space and on its eigenvalues, as V f(λ) Vᵀ, the derivative cannot be known from λ̄ and V̄, and throws too. Use
 * `matrixFunction` for it.
 *
 * Second derivatives with respect to the values are those of `eigvalsh`.
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
  expectNoMore("eigh", arguments[1]);
  const matrix = resolve(a, "eigh");
  orderOf("eigh", "a", matrix);
  const { values, vectors } = heldEigen(matrix, { op: "eigh", name: "a" });
  if (differentiationOrder(matrix) < 2) return eighRule(matrix, values, vectors, { axes: 2, both: true });
  return {
    values: framedEigenvalues("eigh", matrix, values, vectors),
    vectors: eighRule(matrix, values, vectors, { axes: 2, both: false }).vectors,
  };
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
    jvp: ([da], [a, values, vectors]) => {
      if (da === undefined) return undefined;
      const v = eighRule(a, values, vectors, { axes: 2, both: false }).vectors;
      return sum(mul(v, product(symmetrized(da), v)), { axis: -2 });
    },
    vjp: (lbar, [a, values, vectors]) => {
      const v = eighRule(a, values, vectors, { axes: 2, both: false }).vectors;
      return [() => symmetrized(product(mul(v, expandDims(lbar, -2)), v, { transposeB: true })), null, null];
    },
  });

/**
 * The eigenvalues of a symmetric matrix, ascending.
 *
 *     dλ = diagonal of Vᵀ sym(dA) V,   Ā = V diag(λ̄) Vᵀ
 *
 * What is symmetric in repeated eigenvalues has the right gradient and the right second derivative: no gap is divided by. What is
 * not has a kink there, as the largest eigenvalue has; its gradient is one of several, and a second derivative throws. So does one
 * where a gap is neither small nor large, between 1e-9 and 4e-7 of the values, because no more than eight digits of it would be
 * right; and where values are repeated, one by forward mode over forward mode through `checkpoint` or a loop, and one of the third
 * order. For these, of a sum over a function of eigenvalues, the trace of `matrixFunction` is exact. Forward mode over forward
 * mode cannot see whether a function is symmetric: of what is not, it gives a number on one side of the kink, or 0, and does not throw.
 * Where eigenvalues may coincide, use `hessian` or `hvp`.
 *
 * Sources: Giles, "Collected matrix derivative results for forward and reverse mode algorithmic differentiation", 2008; Lewis and
 * Sendov, "Twice differentiable spectral functions", SIAM J. Matrix Anal. Appl. 23, 2001.
 *
 * @param a - [..., n, n], symmetric; only its lower triangle is read
 * @returns [..., n]
 * @throws {RepeatedValuesError} for second derivatives that do not exist, or cannot be computed, as said above
 * @throws {NonFiniteMatrixError} when a holds NaN or ±∞
 * @throws {ShapeError} when a is not square
 * @example
 * import { tensor } from "@wengert/array";
 * import { eigvalsh } from "@wengert/linalg";
 *
 * eigvalsh(tensor([[0, 1], [1, 0]])).toArray(); // => [-1, 1]
 */
export function eigvalsh(a: Value): Tensor {
  expectNoMore("eigvalsh", arguments[1]);
  const matrix = resolve(a, "eigvalsh");
  orderOf("eigvalsh", "a", matrix);
  const [values, vectors] = [heldEigenvalues(matrix), heldEigenvectors(matrix)];
  return differentiationOrder(matrix) < 2
    ? valuesRule(matrix, values, vectors, onMatrices)
    : framedEigenvalues("eigvalsh", matrix, values, vectors);
}
