import type { Tensor } from "@wengert/array";
import { expectNoMore, fromData, sizeOf } from "@wengert/array/author";
import { mul } from "@wengert/ops";
import { resolve, type Value } from "@wengert/rule";
import { rule } from "@wengert/rule/library";
import { perMatrix } from "../batch/batch.ts";
import { heldLu, heldLuInverse, luInverse, traceOfProduct } from "../factor/lufactors.ts";
import { asked } from "../parts/asked.ts";
import { mT } from "../parts/transpose.ts";
import { singleOrder } from "../spelled/cells.ts";
import { requirePivots } from "../spelled/lu.ts";
import { signsOf } from "../spelled/signs.ts";

/** The logarithm and the sign of a determinant. */
export interface SignedLogDeterminant {
  /** 1, −1, or 0 for a singular matrix. */
  readonly sign: Tensor;
  /** log |det A|; −∞ for a singular matrix. */
  readonly logabsdet: Tensor;
}

/** The sign and the factors |uᵢᵢ| of the determinant of each plain matrix; every exchange of pivots turns the sign. */
function diagonalsOf(lu: Tensor, pivots: Tensor): readonly { readonly sign: number; readonly sizes: Float64Array }[] {
  const n = lu.shape[lu.ndim - 1];
  return Array.from({ length: sizeOf(lu.shape.slice(0, -2)) }, (_, b) => {
    const sizes = Float64Array.from({ length: n }, (_, i) => lu.data[(b * n + i) * n + i]);
    const exchanges = pivots.data.subarray(b * n, (b + 1) * n).reduce((count, other, i) => count + +(other !== i), 0);
    const sign = sizes.reduce((sign, u) => sign * Math.sign(u), exchanges % 2 === 0 ? 1 : -1);
    return { sign, sizes: sizes.map(Math.abs) };
  });
}

const CALLER = { op: "slogdet", name: "a" } as const;

/** @see slogdet */
const slogdetRule: (
  a: Value,
  lu: Value,
  pivots: Value,
  p: Value,
) => { readonly sign: Tensor; readonly logabsdet: Tensor } = /* @__PURE__ */ rule({
  name: "slogdet",
  held: [1, 2, 3],
  spelling: ([, lu, pivots], arithmetic) => {
    const n = singleOrder(lu);
    if (n === undefined || n === 0) return undefined;
    requirePivots(n, lu.cells, arithmetic);
    const { plus, times, less, constant } = signsOf(arithmetic);
    let [sign, log] = [constant(1), constant(0)];
    for (let i = 0; i < n; i++) {
      const u = lu.cells[i * (n + 1)];
      const stays = arithmetic.operator("=", pivots.cells[i], constant(i));
      sign = times(sign, arithmetic.choice(stays, constant(1), constant(-1)));
      sign = times(sign, arithmetic.choice(less(constant(0), u), constant(1), constant(-1)));
      log = plus(log, arithmetic.call(Math.log, [arithmetic.operator("abs", u)]));
    }
    return [sign, log].map((cell) => ({ cells: [cell], presence: undefined }));
  },
  impl: (_a: Tensor, lu: Tensor, pivots: Tensor, _p: Tensor): { readonly sign: Tensor; readonly logabsdet: Tensor } => {
    const [diagonals, lead] = [diagonalsOf(lu, pivots), lu.shape.slice(0, -2)];
    const signs = diagonals.map(({ sign }) => sign);
    const logs = diagonals.map(({ sizes }) => sizes.reduce((total, size) => total + Math.log(size), 0));
    return { sign: fromData(Float64Array.from(signs), lead), logabsdet: fromData(Float64Array.from(logs), lead) };
  },
  jvp: ([da], [a, lu, , p]) =>
    da === undefined ? undefined : { sign: undefined, logabsdet: traceOfProduct(inverse(a, lu, p, da, 2), da) },
  vjp: ({ logabsdet }, [a, lu, , p]) => [
    logabsdet === undefined ? null : () => mul(perMatrix(logabsdet), mT(inverse(a, lu, p, logabsdet, 0))),
    null,
    null,
    null,
  ],
});

/** The inverse of the matrices whose derivative is asked for. */
function inverse(a: Tensor, lu: Tensor, p: Tensor, along: Tensor, axes: number): Tensor {
  return luInverse(a, asked(lu, [along], axes), asked(p, [along], axes), CALLER);
}

/**
 * The sign and the logarithm of the determinant, which neither overflow nor underflow, by one LU factorization.
 *
 *     y = log |det A| = Σ log |uᵢᵢ|,   dy = tr(A⁻¹ dA),   Ā = ȳ A⁻ᵀ;   the sign is constant
 *
 * Source: Giles, "Collected matrix derivative results for forward and reverse mode algorithmic differentiation", 2008.
 *
 * @param a - [..., n, n]
 * @returns `{sign, logabsdet}`, each [...]; 0 and −∞ for a singular matrix, which has no derivative
 * @throws {SingularMatrixError} for the derivative of a singular matrix
 * @throws {NonFiniteMatrixError} when a holds NaN or ±∞
 * @throws {ShapeError} when a is not square
 * @example
 * import { tensor } from "@wengert/array";
 * import { slogdet } from "@wengert/linalg";
 *
 * const { sign, logabsdet } = slogdet(tensor([[0, 1], [1, 0]]));
 * [sign.item(), logabsdet.item()]; // => [-1, 0]
 */
export function slogdet(a: Value): SignedLogDeterminant {
  expectNoMore("slogdet", arguments[1]);
  const matrix = resolve(a, "slogdet");
  const { lu, pivots } = heldLu(matrix, CALLER);
  return slogdetRule(matrix, lu, pivots, heldLuInverse(lu, pivots));
}
