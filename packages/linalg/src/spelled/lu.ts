import type { Arithmetic, Cell } from "@wengert/rule/library";
import { signsOf } from "./signs.ts";
import { spelledSolve } from "./substitution.ts";

/*
 * LU factors with partial pivoting in their numbers: which row is the pivot is known only when they are computed, so rows are exchanged
 * by choices.
 */

/** So many elements the kernels factor in plain loops. */
const MOST = 64;

/** The factors of a square matrix, as `directly` of the array package; a pivot of 0 does not hold here. */
export function spelledLu(
  n: number,
  a: readonly Cell[],
  arithmetic: Arithmetic,
): { readonly lu: readonly Cell[]; readonly pivots: readonly Cell[] } | undefined {
  if (n * n > MOST) return undefined;
  const { minus, times, over, less, constant, requireFinite, requirePivot } = signsOf(arithmetic);
  requireFinite(a);
  const lu = a.slice();
  const pivots: Cell[] = [];
  for (let k = 0; k < n; k++) {
    let best = constant(k);
    let largest = arithmetic.operator("abs", lu[k * n + k]);
    for (let i = k + 1; i < n; i++) {
      const size = arithmetic.operator("abs", lu[i * n + k]);
      const larger = less(largest, size);
      best = arithmetic.choice(larger, constant(i), best);
      largest = arithmetic.choice(larger, size, largest);
    }
    pivots.push(best);
    exchange(k, best, n, lu, n, arithmetic);
    requirePivot(lu[k * n + k]);
    for (let i = k + 1; i < n; i++) {
      const factor = over(lu[i * n + k], lu[k * n + k]);
      lu[i * n + k] = factor;
      for (let j = k + 1; j < n; j++) lu[i * n + j] = minus(lu[i * n + j], times(factor, lu[k * n + j]));
    }
  }
  return { lu, pivots };
}

/** Exchanges row k with the row that `other` says, one from k on. */
function exchange(k: number, other: Cell, n: number, x: Cell[], columns: number, arithmetic: Arithmetic): void {
  for (let i = n - 1; i > k; i--) {
    const isOther = arithmetic.operator("=", other, arithmetic.constant(i));
    for (let j = 0; j < columns; j++) {
      const [upper, lower] = [x[k * columns + j], x[i * columns + j]];
      x[k * columns + j] = arithmetic.choice(isOther, lower, upper);
      x[i * columns + j] = arithmetic.choice(isOther, upper, lower);
    }
  }
}

/** X of op(A) X = B by the factors of A, as `getrs`. @param b - [n, columns] */
export function spelledLuSolve(
  transpose: boolean,
  [n, columns]: readonly [number, number],
  lu: readonly Cell[],
  pivots: readonly Cell[],
  b: readonly Cell[],
  arithmetic: Arithmetic,
): readonly Cell[] | undefined {
  const triangle = (lower: boolean, x: readonly Cell[] | undefined): readonly Cell[] | undefined =>
    x && spelledSolve({ side: "left", lower, transpose, unitDiagonal: lower }, [n, columns], lu, x, arithmetic);
  const start = b.slice();
  if (!transpose) for (let i = 0; i < n; i++) exchange(i, pivots[i], n, start, columns, arithmetic);
  const x = triangle(transpose, triangle(!transpose, start))?.slice();
  if (x === undefined) return undefined;
  if (transpose) for (let i = n - 1; i >= 0; i--) exchange(i, pivots[i], n, x, columns, arithmetic);
  return x;
}

/** As `refuseZeroPivot`. */
export function requirePivots(n: number, lu: readonly Cell[], arithmetic: Arithmetic): void {
  for (let i = 0; i < n; i++) signsOf(arithmetic).requirePivot(lu[i * (n + 1)]);
}
