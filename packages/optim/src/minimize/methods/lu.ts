import { kernels } from "@wengert/array";
import type { Vector } from "../../spaces/vector.ts";

/** The LU factorization of a square matrix with row exchanges. */
export interface Lu {
  readonly n: number;
  /** n·n, row by row: L below the diagonal, U on and above it. */
  readonly lu: Vector;
  /** In step i, row i was exchanged with row pivots[i]. */
  readonly pivots: Int32Array;
}

/**
 * LU factorization with partial pivoting.
 *
 * @param rows - a square matrix, not changed
 * @returns `undefined` where a pivot is 0 or not finite
 */
export function factorLu(rows: readonly Vector[]): Lu | undefined {
  const n = rows.length;
  const lu = new Float64Array(n * n);
  for (const [i, row] of rows.entries()) lu.set(row, i * n);
  const pivots = new Int32Array(n);
  kernels().getrf(n, n, lu, 0, n, pivots, 0);
  for (let i = 0; i < n; i++) if (lu[i * n + i] === 0 || !Number.isFinite(lu[i * n + i])) return undefined;
  return { n, lu, pivots };
}

/** The solution x of A x = b. */
export function solveLu({ n, lu, pivots }: Lu, b: Vector): Vector {
  const x = b.slice();
  for (let i = 0; i < n; i++) [x[i], x[pivots[i]]] = [x[pivots[i]], x[i]];
  const { trsm } = kernels();
  trsm("left", true, false, true, n, 1, 1, lu, 0, n, x, 0, 1);
  trsm("left", false, false, false, n, 1, 1, lu, 0, n, x, 0, 1);
  return x;
}
