import { fromData, kernels, showShape, type Tensor } from "@wengert/array";
import { mul, neg, sub, sum } from "@wengert/ops";
import { rule, ruleWithAttributes, type Value } from "@wengert/rule";
import { match, orderOf, perMatrix, positionOf, sumTo } from "./batch.ts";
import { SingularMatrixError } from "./errors.ts";
import { refuseNonFinite } from "./finite.ts";
import { product } from "./matmul.ts";
import { mT } from "./symmetric.ts";

/*
 * Functions of a general square matrix A whose LU factors are known: what known.ts is for positive definite ones. The
 * factors are handed on from the value to the derivatives, and do not move: every derivative is stated in A.
 */

/** The public operation and its argument that errors name. */
interface Asked {
  readonly op: string;
  readonly name: string;
}

/** A = P L U. */
export interface LuFactors {
  /** [..., m, n]: L below the diagonal, without its ones, and U on and above it. */
  readonly lu: Tensor;
  /** [..., m]: row i of L U is row rows[i] of A. */
  readonly rows: Tensor;
}

/** The factors of plain matrices [..., m, n]; a zero pivot is no error here. */
export function luFactored(op: string, name: string, a: Tensor): LuFactors {
  refuseNonFinite(op, name, a);
  const [m, n] = a.shape.slice(-2);
  const lead = a.shape.slice(0, -2);
  const count = lead.reduce((product, length) => product * length, 1);
  const [lu, rows, pivots] = [a.data.slice(), new Float64Array(count * m), new Int32Array(Math.min(m, n))];
  const { getrf } = kernels();
  for (let b = 0; b < count; b++) {
    if (lu.length > 0) getrf(m, n, lu, b * m * n, n, pivots, 0);
    const order = rows.subarray(b * m, (b + 1) * m);
    for (let i = 0; i < m; i++) order[i] = i;
    for (const [i, other] of pivots.entries()) [order[i], order[other]] = [order[other], order[i]];
  }
  return { lu: fromData(lu, a.shape), rows: fromData(rows, [...lead, m]) };
}

/** The factors to hand on. */
export const knownLu: (a: Value, o: Asked) => { readonly lu: Tensor; readonly rows: Tensor } =
  /* @__PURE__ */ ruleWithAttributes({
    name: "knownLu",
    impl: (a: Tensor, { op, name }: Asked): { readonly lu: Tensor; readonly rows: Tensor } => {
      orderOf(op, name, a);
      return luFactored(op, name, a);
    },
    jvp: () => undefined,
    vjp: () => [null],
  });

/** +1 for an even permutation, −1 for an odd one: every cycle of even length turns the sign. */
export function parityOf(order: ArrayLike<number>): number {
  const seen = new Uint8Array(order.length);
  let parity = 1;
  for (let i = 0; i < order.length; i++) {
    if (seen[i] === 1) continue;
    for (let at = order[i]; at !== i; at = order[at]) {
      seen[at] = 1;
      parity = -parity;
    }
  }
  return parity;
}

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
export const solveLu: (a: Value, lu: Value, rows: Value, b: Value, o: System) => Tensor =
  /* @__PURE__ */ ruleWithAttributes({
    name: "solve",
    impl: (_a: Tensor, lu: Tensor, rows: Tensor, b: Tensor, o: System): Tensor => {
      refuseZeroPivot(lu, o);
      const { batch, count, starts } = match(o.op, lu, b);
      const [n, k] = b.shape.slice(-2);
      const x = new Float64Array(count * n * k);
      for (let i = 0; i < count && x.length > 0; i++) {
        const order = rows.data.subarray(starts[0][i] / n, starts[0][i] / n + n);
        substitute(n, k, lu.data, starts[0][i], order, b.data.subarray(starts[1][i]), x, i * n * k, o.transpose);
      }
      return fromData(x, [...batch, n, k]);
    },
    jvp: ([da, , , db], [a, lu, rows], x, o) => {
      if (da === undefined) return db === undefined ? undefined : solveLu(a, lu, rows, db, o);
      const moved = product(da, x, { transposeA: o.transpose });
      return solveLu(a, lu, rows, db === undefined ? neg(moved) : sub(db, moved), o);
    },
    vjp: (xbar, [a, lu, rows, b], x, o) => {
      const bbar = solveLu(a, lu, rows, xbar, { ...o, transpose: !o.transpose });
      const [left, right] = o.transpose ? [x, bbar] : [bbar, x];
      return [
        () => sumTo(product(neg(left), right, { transposeB: true }), a.shape),
        null,
        null,
        () => sumTo(bbar, b.shape),
      ];
    },
  });

/** x ← op(P L U)⁻¹ b, of one plain matrix. */
function substitute(
  n: number,
  k: number,
  lu: Float64Array,
  start: number,
  order: Float64Array,
  b: Float64Array,
  x: Float64Array,
  to: number,
  transpose: boolean,
): void {
  const { trsm } = kernels();
  if (!transpose) {
    for (let i = 0; i < n; i++) x.set(b.subarray(order[i] * k, order[i] * k + k), to + i * k);
    trsm("left", true, false, true, n, k, 1, lu, start, n, x, to, k);
    trsm("left", false, false, false, n, k, 1, lu, start, n, x, to, k);
    return;
  }
  const y = b.slice(0, n * k);
  trsm("left", false, true, false, n, k, 1, lu, start, n, y, 0, k);
  trsm("left", true, true, true, n, k, 1, lu, start, n, y, 0, k);
  for (let i = 0; i < n; i++) x.set(y.subarray(i * k, i * k + k), to + order[i] * k);
}

// The inverse by its factors, so that many tangents of one value need it once.
const inverses = /* @__PURE__ */ new WeakMap<Tensor, Tensor>();

/**
 *     P = A⁻¹,   dP = −P dA P,   Ā = −Pᵀ P̄ Pᵀ
 *
 * Source: Giles 2008, as above.
 */
export const inverseLu: (a: Value, lu: Value, rows: Value, o: Asked) => Tensor = /* @__PURE__ */ ruleWithAttributes({
  name: "inv",
  impl: (a: Tensor, lu: Tensor, rows: Tensor, o: Asked): Tensor => {
    const known = inverses.get(lu);
    if (known !== undefined) return known;
    const n = a.shape[a.ndim - 1];
    const identity = fromData(
      Float64Array.from({ length: n * n }, (_, at) => (at % (n + 1) === 0 ? 1 : 0)),
      [n, n],
    );
    const inverse = solveLu(a, lu, rows, identity, { ...o, transpose: false });
    inverses.set(lu, inverse);
    return inverse;
  },
  jvp: ([da], _xs, p) => (da === undefined ? undefined : product(neg(product(p, da)), p)),
  vjp: (pbar, _xs, p) => [product(neg(product(p, pbar, { transposeA: true })), p, { transposeB: true }), null, null],
});

/** The logarithm and the sign of a determinant. */
export interface SignedLogDeterminant {
  /** 1, −1, or 0 for a singular matrix. */
  readonly sign: Tensor;
  /** log |det A|; −∞ for a singular matrix. */
  readonly logabsdet: Tensor;
}

/** The sign and the factors |uᵢᵢ| of the determinant of each plain matrix. */
function diagonalsOf(lu: Tensor, rows: Tensor): readonly { readonly sign: number; readonly sizes: Float64Array }[] {
  const n = lu.shape[lu.ndim - 1];
  const count = n === 0 ? lu.shape.slice(0, -2).reduce((product, length) => product * length, 1) : rows.size / n;
  return Array.from({ length: count }, (_, b) => {
    const sizes = Float64Array.from({ length: n }, (_, i) => lu.data[(b * n + i) * n + i]);
    const signs = sizes.reduce((sign, u) => sign * Math.sign(u), parityOf(rows.data.subarray(b * n, (b + 1) * n)));
    return { sign: signs, sizes: sizes.map(Math.abs) };
  });
}

/**
 *     y = log |det A| = Σ log |uᵢᵢ|
 *     dy = tr(A⁻¹ dA),   Ā = ȳ A⁻ᵀ
 */
export const slogdetLu: (a: Value, lu: Value, rows: Value) => { readonly sign: Tensor; readonly logabsdet: Tensor } =
  /* @__PURE__ */ rule({
    name: "slogdet",
    impl: (_a: Tensor, lu: Tensor, rows: Tensor): { readonly sign: Tensor; readonly logabsdet: Tensor } => {
      const [diagonals, lead] = [diagonalsOf(lu, rows), lu.shape.slice(0, -2)];
      const logs = diagonals.map(({ sizes }) => sizes.reduce((total, size) => total + Math.log(size), 0));
      return {
        sign: fromData(
          Float64Array.from(diagonals, ({ sign }) => sign),
          lead,
        ),
        logabsdet: fromData(Float64Array.from(logs), lead),
      };
    },
    jvp: ([da], [a, lu, rows]) =>
      da === undefined ? undefined : { sign: undefined, logabsdet: contract(inverseLu(a, lu, rows, SLOGDET), da) },
    vjp: ({ logabsdet }, [a, lu, rows]) => [
      logabsdet === undefined ? null : mul(perMatrix(logabsdet), mT(inverseLu(a, lu, rows, SLOGDET))),
      null,
      null,
    ],
  });

const SLOGDET: Asked = { op: "slogdet", name: "a" };

/**
 * Jacobi's formula:
 *
 *     y = det A = ± Π uᵢᵢ
 *     dy = y tr(A⁻¹ dA),   Ā = ȳ y A⁻ᵀ
 */
export const detLu: (a: Value, lu: Value, rows: Value) => Tensor = /* @__PURE__ */ rule({
  name: "det",
  impl: (_a: Tensor, lu: Tensor, rows: Tensor): Tensor => {
    const values = diagonalsOf(lu, rows).map(({ sign, sizes }) => sizes.reduce((y, size) => y * size, sign));
    return fromData(Float64Array.from(values), lu.shape.slice(0, -2));
  },
  jvp: ([da], [a, lu, rows], y) => (da === undefined ? undefined : mul(y, contract(inverseLu(a, lu, rows, DET), da))),
  vjp: (ybar, [a, lu, rows], y) => [mul(perMatrix(mul(ybar, y)), mT(inverseLu(a, lu, rows, DET))), null, null],
});

const DET: Asked = { op: "det", name: "a" };

/** tr(P dA) of each matrix of a batch. */
function contract(p: Tensor, da: Tensor): Tensor {
  return sum(mul(mT(p), da), { axis: [-2, -1] });
}
