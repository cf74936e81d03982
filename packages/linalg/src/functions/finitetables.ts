import type { Tensor } from "@wengert/array";
import { elementsOf } from "@wengert/array/author";
import { NoRealResultError } from "../errors.ts";

/**
 * Refuses a table of divided differences that are not finite. Whoever uses a table asks, and not whoever makes it: tables of orders that
 * may be needed are made before it is known whether they are.
 *
 * @param a - [..., n, n], symmetric; only its lower triangle is read
 * @param v - its eigenvectors
 * @param table - of order k, [..., n, …, n]
 * @throws {NoRealResultError} with the first difference that is not finite
 */
export function refuseInfinite(a: Tensor, v: Tensor, table: Tensor, k: number): void {
  const found = elementsOf(table).findIndex((value) => !Number.isFinite(value));
  if (found < 0) return;
  const n = v.shape[v.ndim - 1];
  const size = n ** (k + 1);
  const tuple = Array.from({ length: k + 1 }, (_, p) => Math.floor((found % size) / n ** (k - p)) % n);
  const values = tuple.map((i) => eigenvalue(a, v, Math.floor(found / size), i));
  const what = k === 0 ? "the function" : `the derivative of order ${k} of the function, which is needed here,`;
  throw new NoRealResultError(
    `matrixFunction: ${what} is not finite (${elementsOf(table)[found]}) at the eigenvalue ${values.join(", ")}. Add a little to ` +
      "the diagonal with addDiagonal, or use a function that is smooth there.",
    "matrixFunction",
  );
}

/** vᵢᵀ A vᵢ, of matrix number b. One with fewer leading axes is the same for all along the others. */
function eigenvalue(a: Tensor, v: Tensor, b: number, i: number): number {
  const n = v.shape[v.ndim - 1];
  const [as, vs] = [a, v].map((x) => elementsOf(x).subarray((b * n * n) % x.size, ((b * n * n) % x.size) + n * n));
  let sum = 0;
  for (let p = 0; p < n; p++) {
    for (let q = 0; q <= p; q++) sum += (p === q ? 1 : 2) * vs[p * n + i] * as[p * n + q] * vs[q * n + i];
  }
  return sum;
}
