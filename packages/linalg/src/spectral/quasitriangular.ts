import { kernels } from "@wengert/array";
import { NoRealResultError, SingularMatrixError } from "../errors.ts";
import { cut } from "./schur.ts";

/** A part of a plain matrix: where it begins, and the distance from row to row. */
interface Part {
  readonly data: Float64Array;
  readonly at: number;
  readonly ld: number;
}

function from({ data, at, ld }: Part, i: number, j: number): Part {
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
  if (m === 0 || n === 0) return;
  const limit = 2 * (m + n) * Number.EPSILON * Math.max(largest(m, t1), largest(n, t2));
  solveHalves(op, m, n, t1, t2, f, limit);
}

function largest(n: number, { data, at, ld }: Part): number {
  let most = 0;
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) most = Math.max(most, Math.abs(data[at + i * ld + j]));
  return most;
}

/** @param limit - pivots up to that are rounding */
function solveHalves(op: string, m: number, n: number, t1: Part, t2: Part, f: Part, limit: number): void {
  const { gemm } = kernels();
  if (m <= 2 && n <= 2 && isBlock(m, t1) && isBlock(n, t2)) {
    solveBlock(op, m, n, t1, t2, f, limit);
    return;
  }
  if (m >= n && m > 1) {
    const h = cut(m, t1.data, t1.at, t1.ld);
    if (h < m) {
      const [below, across] = [from(f, h, 0), from(t1, 0, h)];
      solveHalves(op, m - h, n, from(t1, h, h), t2, below, limit);
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
      solveHalves(op, h, n, t1, t2, f, limit);
      return;
    }
  }
  const h = cut(n, t2.data, t2.at, t2.ld);
  const [right, across] = [from(f, 0, h), from(t2, 0, h)];
  solveHalves(op, m, h, t1, t2, f, limit);
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
  solveHalves(op, m, n - h, t1, from(t2, h, h), right, limit);
}

/** One eigenvalue, or a pair that cannot be cut. */
function isBlock(n: number, { data, at, ld }: Part): boolean {
  return n === 1 || data[at + ld] !== 0;
}

/** Up to four equations, by elimination with complete pivoting. */
function solveBlock(op: string, m: number, n: number, t1: Part, t2: Part, f: Part, limit: number): void {
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
    if (best <= limit) throw noSolution(op);
    [rows[k], rows[p], order[k], order[q]] = [rows[p], rows[k], order[q], order[k]];
    for (let i = k + 1; i < size; i++) {
      const factor = rows[i][order[k]] / rows[k][order[k]];
      for (let j = 0; j <= size; j++) rows[i][j] -= factor * rows[k][j];
    }
  }
  const x = new Float64Array(size);
  for (let k = size - 1; k >= 0; k--) {
    let value = rows[k][size];
    for (let j = k + 1; j < size; j++) value -= rows[k][order[j]] * x[order[j]];
    x[order[k]] = value / rows[k][order[k]];
  }
  for (let at = 0; at < size; at++) f.data[f.at + Math.floor(at / n) * f.ld + (at % n)] = x[at];
}

function noSolution(op: string): SingularMatrixError {
  const why: Readonly<Record<string, string>> = {
    sqrtm: "the matrix is singular: its square root has no derivative, and none exists if 0 is a repeated eigenvalue",
    lyapunov: "an eigenvalue of a is 0 or the negative of another, so that there is no solution, or many",
    sylvester: "an eigenvalue of a is the negative of one of b, so that there is no solution, or many",
  };
  return new SingularMatrixError(`${op}: ${why[op]}. Add a little to the diagonal with addDiagonal.`, op, {
    index: 0,
    batch: [],
  });
}

/**
 * The principal square root of a quasi upper triangular matrix, by halves: R₁₁ = √T₁₁, R₂₂ = √T₂₂, R₁₁ R₁₂ + R₁₂ R₂₂ = T₁₂.
 *
 * Source: Deadman, Higham and Ralha, "Blocked Schur algorithms for computing the matrix square root", 2013.
 *
 * @throws {NoRealResultError} for a negative eigenvalue
 */
export function rootOfQuasi(op: string, n: number, t: Float64Array): Float64Array {
  const r = t.slice();
  rootInPlace(op, n, { data: r, at: 0, ld: n });
  return r;
}

function rootInPlace(op: string, n: number, t: Part): void {
  if (n === 0) return;
  if (n <= 2 && isBlock(n, t)) {
    rootOfBlock(op, n, t);
    return;
  }
  const h = cut(n, t.data, t.at, t.ld);
  rootInPlace(op, h, t);
  rootInPlace(op, n - h, from(t, h, h));
  solveQuasi(op, h, n - h, t, from(t, h, h), from(t, 0, h));
}

/** Of a number, or of a block with equal diagonal entries a and eigenvalues a ± iμ: √B = α I + (B − a I)/2α. */
function rootOfBlock(op: string, n: number, { data, at, ld }: Part): void {
  const a = data[at];
  if (n === 1) {
    if (a < 0) throw noRealResult(op, a);
    data[at] = Math.sqrt(a);
    return;
  }
  const imaginary = Math.sqrt(Math.abs(data[at + 1])) * Math.sqrt(Math.abs(data[at + ld]));
  const size = Math.hypot(a, imaginary);
  const alpha = a > 0 ? Math.sqrt(0.5 * (size + a)) : imaginary / Math.sqrt(2 * (size - a));
  data[at] = alpha;
  data[at + ld + 1] = alpha;
  data[at + 1] /= 2 * alpha;
  data[at + ld] /= 2 * alpha;
}

/** Says which eigenvalue is on the negative real axis, where the principal function has no real value. */
export function noRealResult(op: string, eigenvalue: number): NoRealResultError {
  return new NoRealResultError(
    `${op}: the matrix has the eigenvalue ${eigenvalue}, and so no real principal ${op === "sqrtm" ? "square root" : "logarithm"}. ` +
      "For a symmetric matrix, matrixFunction lets you say what happens there.",
    op,
  );
}
