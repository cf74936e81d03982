import { inner, type Vector } from "../spaces/vector.ts";

/**
 * A linear least-squares problem min ‖Jp + r‖ in triangular form: J P = Q R with an orthogonal Q and a permutation P.
 */
export interface Triangular {
  /** n·n, row by row, upper triangular, with diagonal entries of decreasing size. */
  readonly r: Vector;
  /** Column k of R belongs to variable order[k]. */
  readonly order: readonly number[];
  /** The first n entries of Qᵀr. */
  readonly qtr: Vector;
}

/**
 * Householder's QR with column pivoting.
 *
 * Source: Golub & Van Loan, Matrix Computations, 4th ed., algorithm 5.4.1. Norms of partial columns are recomputed where an
 * update would cancel, as in LAPACK's xLAQP2.
 *
 * @param jacobian - m·n, column after column
 */
export function qr(jacobian: Vector, residual: Vector): Triangular {
  const n = residual.length === 0 ? 0 : jacobian.length / residual.length;
  // An underdetermined problem is padded with rows of zeros.
  const m = Math.max(residual.length, n);
  const columns = Array.from({ length: n }, (_, j) => {
    const column = new Float64Array(m);
    column.set(jacobian.subarray(j * residual.length, (j + 1) * residual.length));
    return column;
  });
  const b = new Float64Array(m);
  b.set(residual);
  const order = columns.map((_, j) => j);
  const norms = columns.map((column) => norm(column, 0));
  const exact = norms.slice();
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let j = k + 1; j < n; j++) if (norms[j] > norms[pivot]) pivot = j;
    for (const list of [columns, order, norms, exact] as unknown[][]) [list[k], list[pivot]] = [list[pivot], list[k]];
    const v = columns[k];
    const length = norm(v, k);
    if (length === 0) continue;
    // v = x + sign(x₀)‖x‖e₀ reflects x to -sign(x₀)‖x‖e₀.
    const alpha = v[k] > 0 ? -length : length;
    v[k] -= alpha;
    const tau = -1 / (alpha * v[k]);
    for (const column of [...columns.slice(k + 1), b]) reflect(column, v, tau, k);
    for (let j = k + 1; j < n; j++) {
      const rest = 1 - (columns[j][k] / norms[j]) ** 2;
      norms[j] *= Math.sqrt(Math.max(rest, 0));
      if (!(rest * (norms[j] / exact[j]) ** 2 > 1e-10)) {
        norms[j] = norm(columns[j], k + 1);
        exact[j] = norms[j];
      }
    }
    v.fill(0, k);
    v[k] = alpha;
  }
  const r = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let j = i; j < n; j++) r[i * n + j] = columns[j][i];
  return { r, order, qtr: b.slice(0, n) };
}

function norm(column: Vector, from: number): number {
  let scale = 0;
  for (let i = from; i < column.length; i++) scale = Math.max(scale, Math.abs(column[i]));
  if (scale === 0 || !Number.isFinite(scale)) return scale;
  let sum = 0;
  for (let i = from; i < column.length; i++) sum += (column[i] / scale) ** 2;
  return scale * Math.sqrt(sum);
}

/** x ← x - τ v vᵀx, in the rows from k on. */
function reflect(x: Vector, v: Vector, tau: number, k: number): void {
  let sum = 0;
  for (let i = k; i < x.length; i++) sum += v[i] * x[i];
  for (let i = k; i < x.length; i++) x[i] -= tau * sum * v[i];
}

/**
 * The same R from JᵀJ = RᵀR, by a pivoted Cholesky factorization of the columns scaled to norm 1. This is half the
 * work, but JᵀJ has the square of the condition number of J.
 *
 * @returns `undefined` where R is so ill-conditioned that too many digits would be lost
 */
export function normalEquations(jacobian: Vector, residual: Vector): Triangular | undefined {
  const m = residual.length;
  const n = jacobian.length / m;
  const columns = Array.from({ length: n }, (_, j) => jacobian.subarray(j * m, (j + 1) * m));
  const lengths = columns.map((column) => Math.sqrt(inner(column, column)));
  if (!lengths.every((length) => length > 1e-150 && length < 1e150)) return undefined;
  const gram = columns.map((x, i) => Float64Array.from(columns, (y, j) => inner(x, y) / (lengths[i] * lengths[j])));
  const b = Float64Array.from(columns, (x, i) => inner(x, residual) / lengths[i]);
  const order = columns.map((_, j) => j);
  const r = new Float64Array(n * n);
  for (let k = 0; k < n; k++) {
    let pivot = k;
    const rest = order.map((i) => gram[i][i]);
    for (let j = k + 1; j < n; j++) if (rest[j] > rest[pivot]) pivot = j;
    if (!(rest[pivot] > worst ** 2)) return undefined;
    [order[k], order[pivot]] = [order[pivot], order[k]];
    for (let i = 0; i < k; i++) [r[i * n + k], r[i * n + pivot]] = [r[i * n + pivot], r[i * n + k]];
    const diagonal = Math.sqrt(rest[pivot]);
    r[k * n + k] = diagonal;
    for (let j = k + 1; j < n; j++) r[k * n + j] = gram[order[k]][order[j]] / diagonal;
    for (let i = k + 1; i < n; i++) {
      for (let j = k + 1; j < n; j++) gram[order[i]][order[j]] -= r[k * n + i] * r[k * n + j];
    }
  }
  const qtr = Float64Array.from(order, (i) => b[i]);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) qtr[i] -= r[k * n + i] * qtr[k];
    qtr[i] /= r[i * n + i];
  }
  for (let i = 0; i < n; i++) for (let j = i; j < n; j++) r[i * n + j] *= lengths[order[j]];
  return { r, order, qtr };
}

/** The smallest diagonal entry of R, for columns of norm 1, with which the normal equations give a step of ten digits. */
const worst = 1e-3;

/** R from the normal equations where they are much cheaper and accurate enough, else from Householder reflections. */
export function triangular(jacobian: Vector, residual: Vector): Triangular {
  const tall = residual.length ** 2 >= 4 * jacobian.length;
  return (tall ? normalEquations(jacobian, residual) : undefined) ?? qr(jacobian, residual);
}
