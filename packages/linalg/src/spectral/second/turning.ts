import { kernels } from "@wengert/array";
import { gesvd } from "../../lapack/gesvd.ts";
import { syev } from "../../lapack/syev.ts";

/*
 * Frames of single plain matrices; see frames.ts. Vectors stand in the columns of matrices of k columns.
 */

// What is below this part of the largest entry of a direction is rounding of zero.
export const ROUNDING: number = 1e-11;

/** A plain matrix, along which another one moves. */
export interface Direction {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
}

type Range = readonly [from: number, to: number];

export function largestOf(x: Float64Array): number {
  return x.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

/** The symmetric part of Uᵀ E V, for some of the columns of U and V: [p, p]. */
export function blockOf(k: number, [from, to]: Range, u: Float64Array, v: Float64Array, e: Direction): Float64Array {
  const p = to - from;
  const out = new Float64Array(p * p);
  for (let j = 0; j < p; j++) {
    for (let r = 0; r < e.rows; r++) {
      let moved = 0;
      for (let c = 0; c < e.columns; c++) moved += e.data[r * e.columns + c] * v[c * k + from + j];
      for (let i = 0; i < p; i++) {
        const half = 0.5 * u[r * k + from + i] * moved;
        out[i * p + j] += half;
        out[j * p + i] += half;
      }
    }
  }
  return out;
}

/** Whether a block of a direction mixes vectors: whether it has anything beside its diagonal. */
export function mixes(p: number, block: Float64Array, e: Direction): boolean {
  const limit = ROUNDING * largestOf(e.data);
  return block.some((value, at) => at % (p + 1) !== 0 && Math.abs(value) > limit);
}

/** Turns some columns of U and V together, in place, so that the symmetric part of Uᵀ E V is diagonal. */
export function turnColumns(k: number, range: Range, u: Float64Array, v: Float64Array, e: Direction): void {
  const p = range[1] - range[0];
  const q = blockOf(k, range, u, v, e);
  if (!mixes(p, q, e)) return;
  const kernel = kernels().syev ?? syev;
  kernel(true, p, q, 0, p, new Float64Array(p), 0);
  for (const x of u === v ? [u] : [u, v]) multiplyColumns(k, range, x, q);
}

/** X ← X Q, for some of the columns of X. */
function multiplyColumns(k: number, [from, to]: Range, x: Float64Array, q: Float64Array): void {
  const p = to - from;
  for (let row = from; row < x.length; row += k) {
    const old = x.slice(row, row + p);
    for (let j = 0; j < p; j++) x[row + j] = old.reduce((total, value, i) => total + value * q[i * p + j], 0);
  }
}

/**
 * The columns of U and V that belong to zero, in place: they become the singular vectors of what E does outside of the others,
 * so that zeros grow to its singular values. Where it does nothing, they become zero themselves.
 */
export function openColumns(k: number, [from]: Range, u: Float64Array, v: Float64Array, e: Direction): void {
  const { rows: m, columns: n } = e;
  const rest = restOf(k, from, u, v, e);
  if (largestOf(rest) <= ROUNDING * largestOf(e.data)) return;
  const [left, right, w] = [new Float64Array(m * k), new Float64Array(k * n), new Float64Array(k)];
  (kernels().gesvd ?? gesvd)(true, m, n, rest, 0, n, w, 0, left, 0, k, right, 0, n);
  for (let j = from; j < k; j++) {
    const kept = w[j - from] > ROUNDING * w[0] ? 1 : 0;
    for (let i = 0; i < m; i++) u[i * k + j] = kept * left[i * k + j - from];
    for (let i = 0; i < n; i++) v[i * k + j] = kept * right[(j - from) * n + i];
  }
}

/** (I − U Uᵀ) E (I − V Vᵀ), for the columns before `end`. */
export function restOf(k: number, end: number, u: Float64Array, v: Float64Array, e: Direction): Float64Array {
  const { rows: m, columns: n } = e;
  const out = e.data.slice();
  // Twice, so that rounding does not lead back into the space that is taken away.
  for (let pass = 0; pass < 2; pass++) {
    for (let j = 0; j < end; j++) {
      for (let c = 0; c < n; c++) {
        let along = 0;
        for (let r = 0; r < m; r++) along += u[r * k + j] * out[r * n + c];
        for (let r = 0; r < m; r++) out[r * n + c] -= along * u[r * k + j];
      }
      for (let r = 0; r < m; r++) {
        let along = 0;
        for (let c = 0; c < n; c++) along += v[c * k + j] * out[r * n + c];
        for (let c = 0; c < n; c++) out[r * n + c] -= along * v[c * k + j];
      }
    }
  }
  return out;
}

/** The transpose of a plain matrix. */
export function transposed(rows: number, columns: number, x: Float64Array): Float64Array {
  return x.map((_, at) => x[(at % rows) * columns + Math.floor(at / rows)]);
}
