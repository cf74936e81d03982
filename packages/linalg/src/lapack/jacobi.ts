import type { Kernels } from "@wengert/array";
import { largestEntry } from "./scaling.ts";

// Rows are orthogonal when the cosine of their angle is no more than rounding.
const ORTHOGONAL = 4 * Number.EPSILON;
// Inner products below this count as zero, where the largest entry is about 1.
const NOTHING = 1e-100;
const SWEEPS = 40;

/**
 * The thin singular value decomposition, see `Kernels.gesvd`, for small matrices.
 *
 * One-sided Jacobi: the k = min(m, n) shorter vectors of the matrix, rows or columns, are rotated in pairs until all are
 * orthogonal: J W = diag(s) Y. Their lengths are the singular values, with small ones right to many digits even beside large
 * ones. The pair with the longest vectors goes first (de Rijk).
 *
 * Source: Golub and Van Loan, "Matrix Computations", section 8.6.
 */
export const gesvdByJacobi: NonNullable<Kernels["gesvd"]> = (
  vectors,
  m,
  n,
  a,
  aOffset,
  lda,
  s,
  sOffset,
  u,
  uOffset,
  ldu,
  vt,
  vtOffset,
  ldvt,
) => {
  const [k, length, wide] = [Math.min(m, n), Math.max(m, n), m < n];
  const w = new Float64Array(k * length);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) w[wide ? i * n + j : j * m + i] = a[aOffset + i * lda + j];
  }
  const turns = vectors ? identity(k) : undefined;
  const scale = normalizeEntries(w);
  const squares = new Float64Array(k);
  if (!orthogonalize(k, length, w, turns, squares)) return 1;
  const order = Array.from(squares.keys()).sort((i, j) => squares[j] - squares[i]);
  for (const [i, from] of order.entries()) s[sOffset + i] = scale * Math.sqrt(squares[from]);
  if (turns === undefined) return 0;
  normalize(length, w, squares, order);
  for (const [i, from] of order.entries()) {
    const [y, j] = [w.subarray(from * length, (from + 1) * length), turns.subarray(from * k, (from + 1) * k)];
    const [left, right] = wide ? [j, y] : [y, j];
    for (let p = 0; p < m; p++) u[uOffset + p * ldu + i] = left[p];
    vt.set(right, vtOffset + i * ldvt);
  }
  return 0;
};

/**
 * Divides by a power of two, so that the largest entry lies between 1 and 2, and squares neither overflow nor, where it
 * matters, underflow. Returns that power.
 */
export function normalizeEntries(w: Float64Array): number {
  const scale = 2 ** Math.floor(Math.log2(largestEntry(w) || 1));
  for (let i = 0; i < w.length; i++) w[i] /= scale;
  return scale;
}

function identity(n: number): Float64Array {
  return Float64Array.from({ length: n * n }, (_, at) => (at % (n + 1) === 0 ? 1 : 0));
}

/** Rotates rows until all are orthogonal, and `turns` along. Leaves the squares of their lengths. */
function orthogonalize(
  k: number,
  length: number,
  w: Float64Array,
  turns: Float64Array | undefined,
  squares: Float64Array,
): boolean {
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (let i = 0; i < k; i++) squares[i] = inner(length, w, i * length, i * length);
    let moved = false;
    for (let i = 0; i < k - 1; i++) {
      let longest = i;
      for (let j = i + 1; j < k; j++) if (squares[j] > squares[longest]) longest = j;
      if (longest !== i) exchange(i, longest, length, w, k, turns, squares);
      for (let j = i + 1; j < k; j++) {
        const across = inner(length, w, i * length, j * length);
        if (Math.abs(across) <= ORTHOGONAL * Math.sqrt(squares[i] * squares[j]) + NOTHING) continue;
        moved = true;
        const half = (squares[j] - squares[i]) / (2 * across);
        const t = (half < 0 ? -1 : 1) / (Math.abs(half) + Math.hypot(1, half));
        const c = 1 / Math.hypot(1, t);
        rotate(length, w, i * length, j * length, c, -c * t);
        if (turns !== undefined) rotate(k, turns, i * k, j * k, c, -c * t);
        squares[i] = Math.max(0, squares[i] - t * across);
        squares[j] = Math.max(0, squares[j] + t * across);
      }
    }
    if (!moved) return true;
  }
  return false;
}

function inner(length: number, w: Float64Array, x: number, y: number): number {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  let i = 0;
  for (; i + 4 <= length; i += 4) {
    s0 += w[x + i] * w[y + i];
    s1 += w[x + i + 1] * w[y + i + 1];
    s2 += w[x + i + 2] * w[y + i + 2];
    s3 += w[x + i + 3] * w[y + i + 3];
  }
  for (; i < length; i++) s0 += w[x + i] * w[y + i];
  return s0 + s1 + (s2 + s3);
}

/** Exchanges two rows, as a rotation by a right angle: one of them changes its sign. */
function exchange(
  i: number,
  j: number,
  length: number,
  w: Float64Array,
  k: number,
  turns: Float64Array | undefined,
  squares: Float64Array,
): void {
  const row = w.slice(i * length, (i + 1) * length);
  w.copyWithin(i * length, j * length, (j + 1) * length);
  w.set(row, j * length);
  if (turns !== undefined) {
    const turn = turns.slice(i * k, (i + 1) * k);
    turns.copyWithin(i * k, j * k, (j + 1) * k);
    turns.set(turn, j * k);
  }
  [squares[i], squares[j]] = [squares[j], squares[i]];
}

/** Makes the rows orthonormal. A row of zeros becomes a unit vector orthogonal to all rows before it. */
function normalize(length: number, w: Float64Array, squares: Float64Array, order: readonly number[]): void {
  const limit = (Number.EPSILON * length) ** 2 * (squares[order[0]] ?? 0);
  for (const [place, row] of order.entries()) {
    const own = w.subarray(row * length, (row + 1) * length);
    if (squares[row] > limit) {
      const size = Math.sqrt(squares[row]);
      for (let p = 0; p < length; p++) own[p] /= size;
    } else complete(length, w, own, order.slice(0, place));
  }
}

/** A unit vector orthogonal to the given orthonormal rows: the coordinate vector that they cover least, twice projected. */
function complete(length: number, w: Float64Array, own: Float64Array, rows: readonly number[]): void {
  const covered = new Float64Array(length);
  for (const row of rows) for (let p = 0; p < length; p++) covered[p] += w[row * length + p] ** 2;
  own.fill(0);
  own[covered.indexOf(Math.min(...covered))] = 1;
  for (let pass = 0; pass < 2; pass++) {
    for (const row of rows) {
      let part = 0;
      for (let p = 0; p < length; p++) part += w[row * length + p] * own[p];
      for (let p = 0; p < length; p++) own[p] -= part * w[row * length + p];
    }
    const size = Math.hypot(...own);
    for (let p = 0; p < length; p++) own[p] /= size;
  }
}

/** Rotates two rows of length n: (x, y) ← (c x + s y, c y − s x). */
function rotate(n: number, data: Float64Array, x: number, y: number, c: number, s: number): void {
  for (let i = 0, j = x, k = y; i < n; i++, j++, k++) {
    const p = data[j];
    const q = data[k];
    data[j] = c * p + s * q;
    data[k] = c * q - s * p;
  }
}
