import type { Tensor } from "@wengert/array";
import { expectNoMore, fromData, sizeOf } from "@wengert/array/author";
import { add } from "@wengert/ops";
import { resolve, type Value } from "@wengert/rule";
import { rule } from "@wengert/rule/library";
import { checkMatrix } from "../batch/batch.ts";
import { asked } from "../parts/asked.ts";
import { block } from "../parts/block.ts";
import { addDiagonal } from "../parts/diagonal.ts";
import { tril, trilTangent, triu, triuTangent } from "../parts/triangle.ts";
import { product } from "../products/product.ts";
import { solve } from "../solve/triangularsolve.ts";
import { luFactored } from "./lufactors.ts";

/** A = P L U. */
export interface LuDecomposition {
  /** [..., m, m], a permutation. */
  readonly p: Tensor;
  /** [..., m, k] with k = min(m, n): ones on the diagonal, zeros above, entries in [−1, 1] below. */
  readonly l: Tensor;
  /** [..., k, n], zeros below the diagonal. */
  readonly u: Tensor;
}

const unitLower = { lower: true, transpose: false, unitDiagonal: true, side: "left", op: "lu", name: "l" } as const;
const upper = { lower: false, transpose: false, unitDiagonal: false, side: "right", op: "lu", name: "u" } as const;

const luRule: (a: Value) => { readonly p: Tensor; readonly l: Tensor; readonly u: Tensor } = /* @__PURE__ */ rule({
  name: "lu",
  impl: (a: Tensor): { readonly p: Tensor; readonly l: Tensor; readonly u: Tensor } => {
    const { lu, pivots } = luFactored("lu", "a", a);
    const [m, n] = a.shape.slice(-2);
    const k = Math.min(m, n);
    const shape = [...a.shape.slice(0, -2), m, m];
    const p = new Float64Array(sizeOf(shape));
    for (let b = 0; b * m * m < p.length; b++) {
      const rows = rowsAfter(pivots.data.subarray(b * k, (b + 1) * k), m);
      for (const [i, row] of rows.entries()) p[(b * m + row) * m + i] = 1;
    }
    const l = addDiagonal(block(tril(block(lu, m, k), -1), m, m), firstOnes(m, k));
    return { p: fromData(p, shape), l: block(l, m, k), u: triu(block(lu, k, n)) };
  },
  jvp: ([da], _xs, { p, l, u }) => {
    if (da === undefined) return undefined;
    const [m, n, k] = [l.shape[l.ndim - 2], u.shape[u.ndim - 1], l.shape[l.ndim - 1]];
    const [wholeL, wholeU] = completed(l, u, [da]);
    const half = solve(wholeL, product(p, da, { transposeA: true }), unitLower);
    const f = solve(wholeU, half, upper);
    return {
      p: undefined,
      l: trilTangent(block(product(wholeL, tril(f, -1)), m, k), -1),
      u: triuTangent(block(product(triu(f), wholeU), k, n)),
    };
  },
  vjp: ({ l: lbar, u: ubar }, _xs, { p, l, u }) => {
    const [m, n] = [l.shape[l.ndim - 2], u.shape[u.ndim - 1]];
    const [wholeL, wholeU] = completed(l, u, [lbar, ubar]);
    const below = lbar && tril(product(wholeL, block(tril(lbar, -1), m, n), { transposeA: true }), -1);
    const above = ubar && triu(product(block(triu(ubar), m, n), wholeU, { transposeB: true }));
    const fbar = below && above ? add(below, above) : (below ?? above);
    if (fbar === undefined) return [null];
    const half = solve(wholeU, fbar, { ...upper, transpose: true });
    return [product(p, solve(wholeL, half, { ...unitLower, transpose: true }))];
  },
});

/** Where each of m rows stood before the exchanges. */
function rowsAfter(pivots: Float64Array, m: number): number[] {
  const rows = Array.from({ length: m }, (_, i) => i);
  for (const [i, other] of pivots.entries()) [rows[i], rows[other]] = [rows[other], rows[i]];
  return rows;
}

/** L and U made square, by columns and rows of the identity. */
function completed(l: Tensor, u: Tensor, along: readonly (Tensor | undefined)[]): [Tensor, Tensor] {
  const [m, n, k] = [l.shape[l.ndim - 2], u.shape[u.ndim - 1], l.shape[l.ndim - 1]];
  const whole = [addDiagonal(block(l, m, m), lastOnes(m, k)), addDiagonal(block(u, n, n), lastOnes(n, k))];
  return whole.map((factor) => asked(factor, along)) as [Tensor, Tensor];
}

function firstOnes(n: number, k: number): Tensor {
  return fromData(new Float64Array(n).fill(1, 0, k), [n]);
}

function lastOnes(n: number, k: number): Tensor {
  return fromData(new Float64Array(n).fill(1, k), [n]);
}

/**
 * LU factorization with partial pivoting, A = P L U.
 *
 * P does not move. L and U are completed to square matrices with columns and rows of the identity, so that wide and tall
 * matrices are no special case; then with F = L⁻¹ Pᵀ dA U⁻¹ = L⁻¹ dL + dU U⁻¹, a strictly lower and an upper triangle,
 *
 *     dL = L tril(F, −1),   dU = triu(F) U
 *     Ā = P L⁻ᵀ (tril(Lᵀ L̄, −1) + triu(Ū Uᵀ)) U⁻ᵀ
 *
 * @param a - [..., m, n]
 * @returns `{p, l, u}`: p [..., m, m], l [..., m, k], u [..., k, n], k = min(m, n)
 * @throws {NonFiniteMatrixError} when a holds NaN or ±∞
 * @throws {SingularMatrixError} for the derivative where the leading k×k of U has a zero on its diagonal
 * @throws {ShapeError} unless there are two axes
 * @example
 * import { tensor } from "@wengert/array";
 * import { lu } from "@wengert/linalg";
 *
 * const { l, u } = lu(tensor([[1, 3], [2, 2]]));
 * l.toArray(); // => [[1, 0], [0.5, 1]]
 * u.toArray(); // => [[2, 2], [0, 2]]
 */
export function lu(a: Value): LuDecomposition {
  expectNoMore("lu", arguments[1]);
  const matrix = resolve(a, "lu");
  checkMatrix("lu", "a", matrix);
  return luRule(matrix);
}
