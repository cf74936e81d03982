import type { Vector } from "./vector.ts";

/** A small square matrix taken apart: rows of L below the diagonal and U on it and above, and where rows went. */
export interface Factored {
  readonly rows: readonly Vector[];
  readonly order: readonly number[];
}

/**
 * LU factorization with partial pivoting, for the few dozen rows that a memory has.
 *
 * @param rows - a square matrix, not changed
 * @returns `undefined` where a pivot is 0 or not finite
 */
export function factored(rows: readonly Vector[]): Factored | undefined {
  const lu = rows.map((row) => row.slice());
  const order = lu.map((_, i) => i);
  for (let k = 0; k < lu.length; k++) {
    let pivot = k;
    for (let i = k + 1; i < lu.length; i++) if (Math.abs(lu[i][k]) > Math.abs(lu[pivot][k])) pivot = i;
    [lu[k], lu[pivot]] = [lu[pivot], lu[k]];
    [order[k], order[pivot]] = [order[pivot], order[k]];
    const d = lu[k][k];
    if (d === 0 || !Number.isFinite(d)) return undefined;
    for (let i = k + 1; i < lu.length; i++) {
      const factor = lu[i][k] / d;
      lu[i][k] = factor;
      for (let j = k + 1; j < lu.length; j++) lu[i][j] -= factor * lu[k][j];
    }
  }
  return { rows: lu, order };
}

/** x with A x = b. */
export function solved({ rows, order }: Factored, b: Vector): Vector {
  const x = Float64Array.from(order, (i) => b[i]);
  for (let i = 0; i < x.length; i++) for (let j = 0; j < i; j++) x[i] -= rows[i][j] * x[j];
  for (let i = x.length - 1; i >= 0; i--) {
    for (let j = i + 1; j < x.length; j++) x[i] -= rows[i][j] * x[j];
    x[i] /= rows[i][i];
  }
  return x;
}
