import type { Tensor } from "@wengert/array";
import { fromData } from "@wengert/array/author";
import { mul, neg, reshape } from "@wengert/ops";
import { nonDifferentiable, resolve, type Value } from "@wengert/rule";
import { eachMatrix, orderOf } from "../batch/batch.ts";
import { knownLu, type SignedLogDeterminant, slogdetLu } from "../factor/lufactors.ts";
import { window } from "../parts/block.ts";
import { addDiagonal, diagonal } from "../parts/diagonal.ts";
import { triu } from "../parts/triangle.ts";
import { matvec, product } from "../products/matmul.ts";
import { detLu } from "./determinantlu.ts";
import { leftOver } from "./schurcomplement.ts";

// Where the smallest pivot is below this part of the largest, derivatives by the inverse lose digits.
const SMALL = 1e-6;

/**
 * The sign and the logarithm of the determinant, which neither overflow nor underflow, by one LU factorization.
 *
 *     y = log |det A|,   dy = tr(A⁻¹ dA),   Ā = ȳ A⁻ᵀ;   the sign is constant
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
  const matrix = resolve(a, "slogdet");
  const { lu, pivots } = knownLu(matrix, { op: "slogdet", name: "a" });
  return slogdetLu(matrix, lu, pivots);
}

/**
 * The determinant, with the right derivatives for singular matrices too.
 *
 *     dy = tr(adj(A) dA),   Ā = ȳ adj(A)ᵀ
 *
 * The adjugate adj(A) is det(A) A⁻¹ for an invertible matrix, of rank one for rank n − 1, and zero below that. Where pivots
 * are small or zero, rows and columns are ordered such that the leading block A₁₁ has the large ones, and
 *
 *     det A = ± det A₁₁ det C,   C = A₂₂ − A₂₁ A₁₁⁻¹ A₁₂
 *
 * and so on with C; where nothing but zeros is left, by an algorithm that does not divide: with μ(F) the part of F above its
 * diagonal, and on it μᵢᵢ = −Σ_{j>i} fⱼⱼ,
 *
 *     F₁ = C,   Fₖ₊₁ = μ(Fₖ) C,   det C = (−1)ⁿ⁻¹ (Fₙ)₁₁
 *
 * Sources: Jacobi's formula in Magnus and Neudecker, "Matrix Differential Calculus", 1988; Bird, "A simple division-free
 * algorithm for computing determinants", Information Processing Letters 111, 2011.
 *
 * @param a - [..., n, n]
 * @returns [...]
 * @throws {NonFiniteMatrixError} when a holds NaN or ±∞
 * @throws {ShapeError} when a is not square
 * @example
 * import { tensor } from "@wengert/array";
 * import { det } from "@wengert/linalg";
 *
 * det(tensor([[1, 2], [3, 4]])).item(); // => -2
 */
export function det(a: Value): Tensor {
  const matrix = resolve(a, "det");
  orderOf("det", "a", matrix);
  const { lu, pivots } = knownLu(matrix, { op: "det", name: "a" });
  if (!hasSmallPivot(lu)) return detLu(matrix, lu, pivots);
  return eachMatrix(matrix, byParts);
}

const hasSmallPivot: (lu: Value) => boolean = /* @__PURE__ */ nonDifferentiable((lu: Tensor): boolean => {
  const n = lu.shape[lu.ndim - 1];
  for (let start = 0; start < lu.size; start += n * n) {
    let [least, most] = [Number.POSITIVE_INFINITY, 0];
    for (let i = 0; i < n; i++) {
      const size = Math.abs(lu.data[start + i * (n + 1)]);
      [least, most] = [Math.min(least, size), Math.max(most, size)];
    }
    if (!(least >= SMALL * most && least > 0)) return true;
  }
  return false;
});

/** The determinant of one matrix, by that of its block with large pivots and of what that leaves. */
function byParts(a: Tensor): Tensor {
  const n = a.shape[0];
  if (n <= 1) return reshape(n === 0 ? fromData(Float64Array.of(1), [1]) : a, []);
  const { order, columns, rank } = largestPivots(a);
  if (rank === 0) return withoutDivision(a);
  const ordered = product(product(selector(order, false), a), selector(columns, true));
  const sign = parityOf(order) * parityOf(columns);
  const leading = window(ordered, rank, rank);
  const { lu, pivots } = knownLu(leading, { op: "det", name: "a" });
  const y = mul(sign, detLu(leading, lu, pivots));
  if (rank === n) return y;
  return mul(y, byParts(leftOver(ordered, { rank })));
}

/** +1 for an even permutation, −1 for an odd one: every cycle of even length turns the sign. */
function parityOf(order: readonly number[]): number {
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

/** Row i of the identity is row order[i]; or column, if transposed. */
function selector(order: readonly number[], transposed: boolean): Tensor {
  const n = order.length;
  const data = new Float64Array(n * n);
  for (const [i, from] of order.entries()) data[transposed ? from * n + i : i * n + from] = 1;
  return fromData(data, [n, n]);
}

interface Order {
  readonly order: readonly number[];
  readonly columns: readonly number[];
  /** How many pivots are not small. */
  readonly rank: number;
}

/** Gaussian elimination with complete pivoting: the largest of all that is left becomes the next pivot. */
const largestPivots: (a: Value) => Order = /* @__PURE__ */ nonDifferentiable((a: Tensor): Order => {
  const n = a.shape[0];
  const rows = Array.from({ length: n }, (_, i) => a.data.slice(i * n, (i + 1) * n));
  const order = [...rows.keys()];
  const columns = [...rows.keys()];
  let first = 0;
  for (let k = 0; k < n; k++) {
    let [size, p, q] = [0, k, k];
    for (let i = k; i < n; i++) {
      for (let j = k; j < n; j++) {
        if (Math.abs(rows[i][columns[j]]) > size) [size, p, q] = [Math.abs(rows[i][columns[j]]), i, j];
      }
    }
    if (k === 0) first = size;
    if (size === 0 || size < SMALL * first) return { order, columns, rank: k };
    [rows[k], rows[p], order[k], order[p]] = [rows[p], rows[k], order[p], order[k]];
    [columns[k], columns[q]] = [columns[q], columns[k]];
    for (let i = k + 1; i < n; i++) {
      const factor = rows[i][columns[k]] / rows[k][columns[k]];
      for (let j = k; j < n; j++) rows[i][columns[j]] -= factor * rows[k][columns[j]];
    }
  }
  return { order, columns, rank: n };
});

/** Bird's algorithm, see above. */
function withoutDivision(c: Tensor): Tensor {
  const n = c.shape[0];
  const later = triu(fromData(new Float64Array(n * n).fill(1), [n, n]), 1);
  let f = c;
  for (let k = 1; k < n; k++) f = product(addDiagonal(triu(f, 1), neg(matvec(later, diagonal(f)))), c);
  return mul(n % 2 === 0 ? -1 : 1, reshape(window(f, 1, 1), []));
}
