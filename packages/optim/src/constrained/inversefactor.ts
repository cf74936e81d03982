import { inner, type Vector } from "../spaces/vector.ts";

/**
 * The columns of L⁻ᵀ for B = LLᵀ, with which B⁻¹ = L⁻ᵀL⁻¹.
 *
 * @param matrix - n·n, row by row, not changed
 * @returns `undefined` where B is not positive definite to working precision
 */
export function inverseFactor(matrix: Vector, n: number): Vector[] | undefined {
  const l: Vector[] = [];
  for (let i = 0; i < n; i++) {
    const row = new Float64Array(n);
    for (let j = 0; j < i; j++) row[j] = (matrix[i * n + j] - inner(row.subarray(0, j), l[j].subarray(0, j))) / l[j][j];
    const left = row.subarray(0, i);
    const pivot = matrix[i * n + i] - inner(left, left);
    if (!(pivot > Number.EPSILON * matrix[i * n + i]) || !Number.isFinite(pivot)) return undefined;
    row[i] = Math.sqrt(pivot);
    l.push(row);
  }
  // Row k of L⁻¹ is column k of L⁻ᵀ: eₖ = Σⱼ Lₖⱼ (row j of L⁻¹).
  const columns: Vector[] = [];
  for (let k = 0; k < n; k++) {
    const column = new Float64Array(n);
    column[k] = 1;
    for (let j = 0; j < k; j++) {
      const factor = l[k][j];
      if (factor !== 0) for (let i = 0; i <= j; i++) column[i] -= factor * columns[j][i];
    }
    for (let i = 0; i <= k; i++) column[i] /= l[k][k];
    columns.push(column);
  }
  return columns;
}
