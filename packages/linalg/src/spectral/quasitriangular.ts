import { kernels } from "@wengert/array";
import { SingularMatrixError } from "../errors.ts";
import { cut } from "./schur.ts";

/** A part of a plain matrix: where it begins, and the distance from row to row. */
export interface Part {
  readonly data: Float64Array;
  readonly at: number;
  readonly ld: number;
}

export function from({ data, at, ld }: Part, i: number, j: number): Part {
  return { data, at: at + i * ld + j, ld };
}

/**
 * X with T₁ X + X T₂ = F, in the place of F, m×n; T₁ and T₂ quasi upper triangular.
 *
 * By halves: of [A₁₁ A₁₂; 0 A₂₂] X + X B = F the lower half of X comes first, A₂₂ X₂ + X₂ B = F₂, and then the upper one,
 * A₁₁ X₁ + X₁ B = F₁ − A₁₂ X₂; likewise for B.
 *
 * Source: Jonsson and Kågström, "Recursive blocked algorithms for solving triangular systems, part I", ACM TOMS 28, 2002,
 * of Bartels and Stewart's algorithm.
 *
 * @param op - named in errors
 * @throws {SingularMatrixError} where an eigenvalue of T₁ is the negative of one of T₂, but for rounding
 */
export function solveQuasi(op: string, m: number, n: number, t1: Part, t2: Part, f: Part): void {
  const limit = 2 * (m + n) * Number.EPSILON * Math.max(largest(m, t1), largest(n, t2));
  solveHalves(op, m, n, t1, t2, f, { limit, negligible: Number.NEGATIVE_INFINITY });
}

/**
 * As `solveQuasi`, where T₁ and T₂ are principal square roots: their eigenvalues add up without cancellation, however small they
 * are. Where both are 0, X is 0 if F is.
 *
 * @param negligible - entries of F up to that count as 0 there
 * @throws {SingularMatrixError} where both are 0 and F is not
 */
export function solveRoots(op: string, m: number, n: number, t1: Part, t2: Part, f: Part, negligible: number): void {
  solveHalves(op, m, n, t1, t2, f, { limit: 0, negligible });
}

/** Pivots up to `limit` are rounding; for them there is no solution, but where the right side is `negligible`. */
interface Bounds {
  readonly limit: number;
  readonly negligible: number;
}

function largest(n: number, { data, at, ld }: Part): number {
  let most = 0;
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) most = Math.max(most, Math.abs(data[at + i * ld + j]));
  return most;
}

function solveHalves(op: string, m: number, n: number, t1: Part, t2: Part, f: Part, bounds: Bounds): void {
  if (m === 0 || n === 0) return;
  const { gemm } = kernels();
  if (m <= 2 && n <= 2 && isBlock(m, t1) && isBlock(n, t2)) {
    solveBlock(op, m, n, t1, t2, f, bounds);
    return;
  }
  if (m >= n && m > 1) {
    const h = cut(m, t1.data, t1.at, t1.ld);
    if (h < m) {
      const [below, across] = [from(f, h, 0), from(t1, 0, h)];
      solveHalves(op, m - h, n, from(t1, h, h), t2, below, bounds);
      gemm(
        false,
        false,
        h,
        n,
        m - h,
        -1,
        across.data,
        across.at,
        across.ld,
        below.data,
        below.at,
        below.ld,
        1,
        f.data,
        f.at,
        f.ld,
      );
      solveHalves(op, h, n, t1, t2, f, bounds);
      return;
    }
  }
  const h = cut(n, t2.data, t2.at, t2.ld);
  const [right, across] = [from(f, 0, h), from(t2, 0, h)];
  solveHalves(op, m, h, t1, t2, f, bounds);
  gemm(
    false,
    false,
    m,
    n - h,
    h,
    -1,
    f.data,
    f.at,
    f.ld,
    across.data,
    across.at,
    across.ld,
    1,
    right.data,
    right.at,
    right.ld,
  );
  solveHalves(op, m, n - h, t1, from(t2, h, h), right, bounds);
}

/** One eigenvalue, or a pair that cannot be cut. */
export function isBlock(n: number, { data, at, ld }: Part): boolean {
  return n === 1 || data[at + ld] !== 0;
}

/** Up to four equations, by elimination with complete pivoting. */
function solveBlock(op: string, m: number, n: number, t1: Part, t2: Part, f: Part, bounds: Bounds): void {
  const size = m * n;
  const rows = Array.from({ length: size }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    const row = new Float64Array(size + 1);
    for (let p = 0; p < m; p++) row[p * n + j] += t1.data[t1.at + i * t1.ld + p];
    for (let p = 0; p < n; p++) row[i * n + p] += t2.data[t2.at + p * t2.ld + j];
    row[size] = f.data[f.at + i * f.ld + j];
    return row;
  });
  const order = [...rows.keys()];
  for (let k = 0; k < size; k++) {
    let [best, p, q] = [0, k, k];
    for (let i = k; i < size; i++) {
      for (let j = k; j < size; j++) {
        if (Math.abs(rows[i][order[j]]) > best) [best, p, q] = [Math.abs(rows[i][order[j]]), i, j];
      }
    }
    if (best <= bounds.limit) {
      if (rows.slice(k).every((row) => Math.abs(row[size]) <= bounds.negligible)) break;
      throw noSolution(op);
    }
    [rows[k], rows[p], order[k], order[q]] = [rows[p], rows[k], order[q], order[k]];
    for (let i = k + 1; i < size; i++) {
      const factor = rows[i][order[k]] / rows[k][order[k]];
      for (let j = 0; j <= size; j++) rows[i][j] -= factor * rows[k][j];
    }
  }
  const x = new Float64Array(size);
  for (let k = size - 1; k >= 0; k--) {
    let value = rows[k][size];
    if (Math.abs(value) <= bounds.negligible && rows[k][order[k]] === 0) continue;
    for (let j = k + 1; j < size; j++) value -= rows[k][order[j]] * x[order[j]];
    x[order[k]] = value / rows[k][order[k]];
  }
  for (let at = 0; at < size; at++) f.data[f.at + Math.floor(at / n) * f.ld + (at % n)] = x[at];
}

function noSolution(op: string): SingularMatrixError {
  const why: Readonly<Record<string, string>> = {
    sqrtm: "the matrix is singular: its square root has no derivative, and none exists if 0 is a repeated eigenvalue",
    logm: "an eigenvalue is 0 or on the negative real axis, but for rounding, so that there is no real logarithm",
    lyapunov: "an eigenvalue of a is 0 or the negative of another, so that there is no solution, or many",
    sylvester: "an eigenvalue of a is the negative of one of b, so that there is no solution, or many",
  };
  return new SingularMatrixError(`${op}: ${why[op]}. Add a little to the diagonal with addDiagonal.`, op, {
    index: 0,
    batch: [],
  });
}
