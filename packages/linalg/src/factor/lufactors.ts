import { kernels, type Tensor } from "@wengert/array";
import { fromData, showShape, sizeOf } from "@wengert/array/author";
import { mul, neg, sub, sum } from "@wengert/ops";
import type { Value } from "@wengert/rule";
import { rule, ruleWithAttributes } from "@wengert/rule/library";
import { match, orderOf, perMatrix, positionOf, sumTo } from "../batch/batch.ts";
import { refuseNonFinite } from "../batch/nonfinite.ts";
import { SingularMatrixError } from "../errors.ts";
import { identity } from "../lapack/dense.ts";
import { getrs } from "../lapack/getrs.ts";
import { mT } from "../parts/symmetric.ts";
import { product } from "../products/matmul.ts";

/*
 * Functions of a general square matrix A whose LU factors are known: what known.ts is for positive definite ones. The
 * factors are handed on from the value to the derivatives, and do not move: every derivative is stated in A.
 */

/** The public operation and its argument that errors name. */
export interface Asked {
  readonly op: string;
  readonly name: string;
}

/** A = P L U. */
export interface LuFactors {
  /** [..., m, n]: L below the diagonal, without its ones, and U on and above it. */
  readonly lu: Tensor;
  /** [..., min(m, n)]: with which row each step exchanged its own, see `Kernels.getrf`. */
  readonly pivots: Tensor;
}

/** The factors of plain matrices [..., m, n]; a zero pivot is no error here. */
export function luFactored(op: string, name: string, a: Tensor): LuFactors {
  refuseNonFinite(op, name, a);
  const [m, n] = a.shape.slice(-2);
  const k = Math.min(m, n);
  const lead = a.shape.slice(0, -2);
  const [lu, steps] = [a.data.slice(), new Int32Array(sizeOf(lead) * k)];
  const { getrf } = kernels();
  for (let b = 0; b * k < steps.length; b++) getrf(m, n, lu, b * m * n, n, steps, b * k);
  return { lu: fromData(lu, a.shape), pivots: fromData(Float64Array.from(steps), [...lead, k]) };
}

/** The factors to hand on. */
export const knownLu: (a: Value, o: Asked) => { readonly lu: Tensor; readonly pivots: Tensor } =
  /* @__PURE__ */ ruleWithAttributes({
    name: "knownLu",
    impl: (a: Tensor, { op, name }: Asked): { readonly lu: Tensor; readonly pivots: Tensor } => {
      orderOf(op, name, a);
      return luFactored(op, name, a);
    },
    jvp: () => undefined,
    vjp: () => [null],
  });

/** @throws {SingularMatrixError} for a pivot that is exactly 0 */
function refuseZeroPivot(lu: Tensor, { op, name }: Asked): void {
  const n = lu.shape[lu.ndim - 1];
  for (let start = 0; start < lu.size; start += n * n) {
    for (let i = 0; i < n; i++) {
      if (lu.data[start + i * (n + 1)] !== 0) continue;
      const batch = positionOf(start / (n * n), lu.shape.slice(0, -2));
      const where = batch.length === 0 ? "" : ` at batch position [${batch.join(", ")}]`;
      throw new SingularMatrixError(
        `${op}: ${name} of shape ${showShape(lu.shape)} is singular${where}: pivot ${i} (counted from 0) is 0. Use lstsq ` +
          "or pinv where that is to be allowed, or add a little to the diagonal with addDiagonal.",
        op,
        { index: i, batch },
      );
    }
  }
}

interface System extends Asked {
  readonly transpose: boolean;
}

/**
 * op(A) X = B, where op transposes if asked.
 *
 *     dX = op(A)⁻¹ (dB − op(dA) X)
 *     B̄ = op(A)⁻ᵀ X̄,   op(A)‾ = −B̄ Xᵀ
 *
 * Source: Giles, "Collected matrix derivative results for forward and reverse mode algorithmic differentiation", 2008.
 *
 * @param b - [..., n, k]; the leading axes broadcast
 */
export const solveLu: (a: Value, lu: Value, pivots: Value, b: Value, o: System) => Tensor =
  /* @__PURE__ */ ruleWithAttributes({
    name: "solve",
    impl: (_a: Tensor, lu: Tensor, pivots: Tensor, b: Tensor, o: System): Tensor => {
      refuseZeroPivot(lu, o);
      const { batch, count, starts } = match(o.op, lu, b);
      const [n, k] = b.shape.slice(-2);
      const x = new Float64Array(count * n * k);
      const [run, steps] = [kernels().getrs ?? getrs, Int32Array.from(pivots.data)];
      for (let i = 0; i < count && x.length > 0; i++) {
        x.set(b.data.subarray(starts[1][i], starts[1][i] + n * k), i * n * k);
        run(o.transpose, n, k, lu.data, starts[0][i], n, steps, starts[0][i] / n, x, i * n * k, k);
      }
      return fromData(x, [...batch, n, k]);
    },
    jvp: ([da, , , db], [a, lu, pivots], x, o) => {
      if (da === undefined) return db === undefined ? undefined : solveLu(a, lu, pivots, db, o);
      const moved = product(da, x, { transposeA: o.transpose });
      return solveLu(a, lu, pivots, db === undefined ? neg(moved) : sub(db, moved), o);
    },
    vjp: (xbar, [a, lu, pivots, b], x, o) => {
      const bbar = solveLu(a, lu, pivots, xbar, { ...o, transpose: !o.transpose });
      const [left, right] = o.transpose ? [x, bbar] : [bbar, x];
      return [
        () => sumTo(product(neg(left), right, { transposeB: true }), a.shape),
        null,
        null,
        () => sumTo(bbar, b.shape),
      ];
    },
  });

// The inverse by its factors, so that many tangents of one value need it once.
const inverses = /* @__PURE__ */ new WeakMap<Tensor, Tensor>();

/**
 *     P = A⁻¹,   dP = −P dA P,   Ā = −Pᵀ P̄ Pᵀ
 *
 * Source: Giles 2008, as above.
 */
export const inverseLu: (a: Value, lu: Value, pivots: Value, o: Asked) => Tensor = /* @__PURE__ */ ruleWithAttributes({
  name: "inv",
  impl: (a: Tensor, lu: Tensor, pivots: Tensor, o: Asked): Tensor => {
    const known = inverses.get(lu);
    if (known !== undefined) return known;
    const n = a.shape[a.ndim - 1];
    const inverse = solveLu(a, lu, pivots, fromData(identity(n), [n, n]), { ...o, transpose: false });
    inverses.set(lu, inverse);
    return inverse;
  },
  jvp: ([da], _xs, p) => (da === undefined ? undefined : product(neg(product(p, da)), p)),
  vjp: (pbar, _xs, p) => [product(neg(product(p, pbar, { transposeA: true })), p, { transposeB: true }), null, null],
});

/** The inverse on behalf of the operation that errors name. */
export function inverseFor(a: Tensor, o: Asked): Tensor {
  const { lu, pivots } = knownLu(a, o);
  return inverseLu(a, lu, pivots, o);
}

/** The logarithm and the sign of a determinant. */
export interface SignedLogDeterminant {
  /** 1, −1, or 0 for a singular matrix. */
  readonly sign: Tensor;
  /** log |det A|; −∞ for a singular matrix. */
  readonly logabsdet: Tensor;
}

/** The sign and the factors |uᵢᵢ| of the determinant of each plain matrix; every exchange of pivots turns the sign. */
export function diagonalsOf(
  lu: Tensor,
  pivots: Tensor,
): readonly { readonly sign: number; readonly sizes: Float64Array }[] {
  const n = lu.shape[lu.ndim - 1];
  return Array.from({ length: sizeOf(lu.shape.slice(0, -2)) }, (_, b) => {
    const sizes = Float64Array.from({ length: n }, (_, i) => lu.data[(b * n + i) * n + i]);
    const exchanges = pivots.data.subarray(b * n, (b + 1) * n).reduce((count, other, i) => count + +(other !== i), 0);
    const sign = sizes.reduce((sign, u) => sign * Math.sign(u), exchanges % 2 === 0 ? 1 : -1);
    return { sign, sizes: sizes.map(Math.abs) };
  });
}

/**
 *     y = log |det A| = Σ log |uᵢᵢ|
 *     dy = tr(A⁻¹ dA),   Ā = ȳ A⁻ᵀ
 */
export const slogdetLu: (a: Value, lu: Value, pivots: Value) => { readonly sign: Tensor; readonly logabsdet: Tensor } =
  /* @__PURE__ */ rule({
    name: "slogdet",
    impl: (_a: Tensor, lu: Tensor, pivots: Tensor): { readonly sign: Tensor; readonly logabsdet: Tensor } => {
      const [diagonals, lead] = [diagonalsOf(lu, pivots), lu.shape.slice(0, -2)];
      const logs = diagonals.map(({ sizes }) => sizes.reduce((total, size) => total + Math.log(size), 0));
      return {
        sign: fromData(
          Float64Array.from(diagonals, ({ sign }) => sign),
          lead,
        ),
        logabsdet: fromData(Float64Array.from(logs), lead),
      };
    },
    jvp: ([da], [a, lu, pivots]) =>
      da === undefined ? undefined : { sign: undefined, logabsdet: contract(inverseLu(a, lu, pivots, SLOGDET), da) },
    vjp: ({ logabsdet }, [a, lu, pivots]) => [
      logabsdet === undefined ? null : mul(perMatrix(logabsdet), mT(inverseLu(a, lu, pivots, SLOGDET))),
      null,
      null,
    ],
  });

const SLOGDET: Asked = { op: "slogdet", name: "a" };

/** tr(P dA) of each matrix of a batch. */
export function contract(p: Tensor, da: Tensor): Tensor {
  return sum(mul(mT(p), da), { axis: [-2, -1] });
}
