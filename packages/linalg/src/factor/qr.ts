import { kernels, type Tensor } from "@wengert/array";
import { expectNoMore, fromData, showShape } from "@wengert/array/author";
import { add, neg, sub } from "@wengert/ops";
import { resolve, type Value } from "@wengert/rule";
import { linear, rule } from "@wengert/rule/library";
import { batchOf, checkMatrix, positionOf } from "../batch/batch.ts";
import { refuseNonFinite } from "../batch/nonfinite.ts";
import { SingularMatrixError } from "../errors.ts";
import { geqrf, orgqr } from "../lapack/geqrf.ts";
import { asked } from "../parts/asked.ts";
import { block } from "../parts/block.ts";
import { mT } from "../parts/transpose.ts";
import { tril, triu, triuTangent } from "../parts/triangle.ts";
import { product } from "../products/product.ts";
import { solve } from "../solve/triangularsolve.ts";

/** A = Q R, reduced: k = min(m, n). */
export interface QrDecomposition {
  /** [..., m, k], orthonormal columns. */
  readonly q: Tensor;
  /** [..., k, n], zeros below the diagonal. */
  readonly r: Tensor;
}

type Decomposed = { readonly q: Tensor; readonly r: Tensor };

function decompose(a: Tensor): Decomposed {
  refuseNonFinite("qr", "a", a);
  const [m, n] = a.shape.slice(-2);
  const [k, lead] = [Math.min(m, n), batchOf(a)];
  const count = lead.reduce((product, length) => product * length, 1);
  const [q, r] = [new Float64Array(count * m * k), new Float64Array(count * k * n)];
  const kernel = { geqrf: kernels().geqrf ?? geqrf, orgqr: kernels().orgqr ?? orgqr };
  const tau = new Float64Array(k);
  for (let b = 0; b < count && k > 0; b++) {
    const own = a.data.slice(b * m * n, (b + 1) * m * n);
    kernel.geqrf(m, n, own, 0, n, tau, 0);
    for (let i = 0; i < k; i++) r.set(own.subarray(i * n + i, (i + 1) * n), (b * k + i) * n + i);
    for (let i = 0; i < m; i++) q.set(own.subarray(i * n, i * n + k), (b * m + i) * k);
    kernel.orgqr(m, k, q, b * m * k, k, tau, 0);
  }
  return { q: fromData(q, [...lead, m, k]), r: fromData(r, [...lead, k, n]) };
}

const upper = { lower: false, transpose: false, unitDiagonal: false, side: "right", op: "qr", name: "r" } as const;

/** The triangle itself, refused where it is singular but for rounding. */
const regular: (r: Value) => Tensor = /* @__PURE__ */ linear({
  name: "qr",
  impl: (r: Tensor): Tensor => {
    refuseDeficient(r);
    return r;
  },
  tangent: (dr) => dr,
  transpose: (ybar) => ybar,
});

function refuseDeficient(r: Tensor): void {
  const k = r.shape[r.ndim - 1];
  for (let start = 0; start < r.size; start += k * k) {
    const diagonal = Float64Array.from({ length: k }, (_, i) => Math.abs(r.data[start + i * (k + 1)]));
    const limit = k * Number.EPSILON * diagonal.reduce((most, size) => Math.max(most, size), 0);
    const index = diagonal.findIndex((size) => size <= limit);
    if (index < 0) continue;
    const batch = positionOf(start / (k * k), batchOf(r));
    throw new SingularMatrixError(
      `qr: the derivative needs linearly independent columns, the first ${k} of a, but column ${index} (counted from 0)` +
        `${batch.length === 0 ? "" : ` at batch position [${batch.join(", ")}]`} depends on those before it: r of shape ` +
        `${showShape(r.shape)} has ${r.data[start + index * (k + 1)]} on its diagonal.`,
      "qr",
      { index, batch },
    );
  }
}

const qrRule: (a: Value) => Decomposed = /* @__PURE__ */ rule({
  name: "qr",
  impl: (a: Tensor): Decomposed => decompose(a),
  jvp: ([da], _xs, { q, r }) => {
    if (da === undefined) return undefined;
    const { first, m, k } = partsOf(q, r, [da]);
    const along = solve(first, block(da, m, k), upper);
    const c = product(q, along, { transposeA: true });
    const omega = turning(c);
    return {
      q: sub(along, product(q, sub(c, omega))),
      r: triuTangent(sub(product(q, da, { transposeA: true }), product(omega, r))),
    };
  },
  vjp: ({ q: qbar, r: rbar }, _xs, { q, r }) => {
    if (qbar === undefined && rbar === undefined) return [null];
    const { first, m, n, k } = partsOf(q, r, [qbar, rbar]);
    const upperbar = rbar && triu(rbar);
    // The cotangents of Ω, then of C, then of dA₁ R₁⁻¹.
    const turned = qbar && product(q, qbar, { transposeA: true });
    const pulled = upperbar && product(neg(upperbar), r, { transposeB: true });
    const omegabar = turned && pulled ? add(turned, pulled) : ((turned ?? pulled) as Tensor);
    const cbar = tril(sub(omegabar, mT(omegabar)), -1);
    const alongbar = product(q, turned ? sub(cbar, turned) : cbar);
    const firstbar = solve(first, qbar ? add(alongbar, qbar) : alongbar, { ...upper, transpose: true });
    const abar = n === k ? firstbar : block(firstbar, m, n);
    return [upperbar ? add(abar, product(q, upperbar)) : abar];
  },
});

/** The leading square of R, and the sizes. */
function partsOf(
  q: Tensor,
  r: Tensor,
  along: readonly (Tensor | undefined)[],
): { first: Tensor; m: number; n: number; k: number } {
  const [m, k] = q.shape.slice(-2);
  return { first: regular(asked(block(r, k, k), along)), m, n: r.shape[r.ndim - 1], k };
}

/** The antisymmetric matrix with the lower triangle of c. */
function turning(c: Tensor): Tensor {
  const below = tril(c, -1);
  return sub(below, mT(below));
}

/**
 * QR decomposition by Householder reflections, A = Q R, reduced. The signs are those of LAPACK: a column that had to be
 * turned gets a diagonal entry of R with the opposite sign of the entry that was there.
 *
 * With A₁ and R₁ the first k columns, C = Qᵀ dA₁ R₁⁻¹ = Qᵀ dQ + dR₁ R₁⁻¹, an antisymmetric and an upper triangular matrix:
 *
 *     Ω = tril(C, −1) − tril(C, −1)ᵀ
 *     dQ = dA₁ R₁⁻¹ − Q (C − Ω),   dR = Qᵀ dA − Ω R
 *
 * and with S = Qᵀ Q̄ − R̄ Rᵀ, W = tril(S − Sᵀ, −1)
 *
 *     Ā = (Q̄ + Q (W − Qᵀ Q̄)) R₁⁻ᵀ, in the first k columns, + Q R̄
 *
 * Tall, square and wide matrices are all of this form.
 *
 * Sources: Walter and Lehmann, "Algorithmic differentiation of linear algebra functions with application in optimum
 * experimental design", arXiv:1001.1654, 2010; for wide matrices Roberts and Roberts, "QR and LQ decomposition matrix
 * backpropagation algorithms for square, wide, and deep – real or complex – matrices and their software implementation",
 * arXiv:2009.10071, 2020.
 *
 * @param a - [..., m, n]
 * @returns `{q, r}`: q [..., m, k], r [..., k, n], k = min(m, n)
 * @throws {SingularMatrixError} for the derivative where the first k columns are not independent
 * @throws {NonFiniteMatrixError} when a holds NaN or ±∞
 * @throws {ShapeError} unless there are two axes
 * @example
 * import { tensor } from "@wengert/array";
 * import { qr } from "@wengert/linalg";
 *
 * qr(tensor([[3, 1], [4, 2]])).r.toArray(); // => [[-5, -2.2], [0, 0.4]]
 */
export function qr(a: Value): QrDecomposition {
  expectNoMore("qr", arguments[1]);
  const matrix = resolve(a, "qr");
  checkMatrix("qr", "a", matrix);
  return qrRule(matrix);
}
