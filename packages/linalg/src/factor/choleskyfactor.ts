import { kernels, type Tensor } from "@wengert/array";
import { cleared, elementsOf, fromData, showShape } from "@wengert/array/author";
import { orderOf, positionOf } from "../batch/batch.ts";
import { NotPositiveDefiniteError } from "../errors.ts";
import { mirrorLower } from "../parts/symmetric.ts";

/** Longer rows are copied as a whole. */
const LONG = 48;

/** Copies the lower triangles of n×n matrices. */
function copyLower(data: Float64Array, out: Float64Array, n: number, start = 0, end = out.length): void {
  for (let row = start, i = 0; row < end; row += n, i = i + 1 === n ? 0 : i + 1) {
    if (i >= LONG) out.set(data.subarray(row, row + i + 1), row);
    else for (let at = row; at <= row + i; at++) out[at] = data[at];
  }
}

/**
 * The Cholesky factors of plain matrices, of which the lower triangle is read.
 *
 * @param op - the public operation, named in errors
 * @throws {NotPositiveDefiniteError} with the first pivot that is not positive
 */
export function factored(op: string, name: string, a: Tensor): Tensor {
  const n = orderOf(op, name, a);
  const data = elementsOf(a);
  const out = cleared(a.size);
  const { potrf, potrfOf } = kernels();
  for (let start = 0; start < out.length; start += n * n) {
    let failed = potrfOf?.(n, data, start, n, out, start, n);
    if (failed === undefined) {
      copyLower(data, out, n, start, start + n * n);
      failed = potrf(n, out, start, n);
    }
    if (failed > 0) throw notPositiveDefinite(op, name, a, start, failed - 1);
    // The kernel takes an infinite diagonal entry for a pivot.
    for (let i = 0; i < n; i++) {
      if (!Number.isFinite(out[start + i * (n + 1)])) throw notPositiveDefinite(op, name, a, start, i);
    }
  }
  return fromData(out, a.shape);
}

function notPositiveDefinite(
  op: string,
  name: string,
  a: Tensor,
  start: number,
  index: number,
): NotPositiveDefiniteError {
  const n = a.shape[a.ndim - 1];
  const batch = positionOf(start / (n * n), a.shape.slice(0, -2));
  const which = `${name} of shape ${showShape(a.shape)}${batch.length === 0 ? "" : `, at batch position [${batch.join(", ")}],`}`;
  const wild = firstNonFinite(elementsOf(a), start, n);
  if (wild !== undefined) {
    const [i, j, value] = wild;
    return new NotPositiveDefiniteError(
      `${op}: ${which} is not finite: entry [${i}, ${j}] is ${value}. Look for overflow, or 0/0, where the matrix is made.`,
      op,
      { index: i, value, batch },
    );
  }
  const value = pivotOf(elementsOf(a), start, n, index);
  let largest = 0;
  for (let i = 0; i < n; i++) largest = Math.max(largest, Math.abs(elementsOf(a)[start + i * (n + 1)]));
  const jitter = `1e${largest === 0 ? -8 : Math.floor(Math.log10(largest)) - 8}`;
  return new NotPositiveDefiniteError(
    `${op}: ${which} is not positive definite: pivot ${index} (counted from 0) is ${value}, and must be positive. If it ` +
      `ought to be, rounding or equal rows are the cause: add jitter to its diagonal, addDiagonal(${name}, ${jitter}). ` +
      "Pivots far below 0 say that this is no covariance.",
    op,
    { index, value, batch },
  );
}

/** The first entry of a lower triangle that is NaN or ±∞, with its row and column. */
function firstNonFinite(data: Float64Array, start: number, n: number): [number, number, number] | undefined {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const value = data[start + i * n + j];
      if (!Number.isFinite(value)) return [i, j, value];
    }
  }
  return undefined;
}

/** The pivot a_kk − |L⁻¹ a_k|², computed anew from the leading block, because a kernel that fails leaves its matrix half overwritten. */
function pivotOf(data: Float64Array, start: number, n: number, k: number): number {
  const leading = new Float64Array(k * k);
  const row = data.slice(start + k * n, start + k * n + k);
  for (let i = 0; i < k; i++) for (let j = 0; j <= i; j++) leading[i * k + j] = data[start + i * n + j];
  if (k > 0) {
    kernels().potrf(k, leading, 0, k);
    kernels().trsm("left", true, false, false, k, 1, 1, leading, 0, k, row, 0, 1);
  }
  return row.reduce((pivot, l) => pivot - l * l, data[start + k * (n + 1)]);
}

/** (L Lᵀ)⁻¹ of plain factors, symmetric to the last bit. */
export function inverseOfFactor(l: Tensor): Tensor {
  return fromData(inverseFromFactor(l, cleared(l.size)), l.shape);
}

/** The same in an array of zeros. */
export function inverseFromFactor(l: Tensor, out: Float64Array): Float64Array {
  const n = l.shape[l.ndim - 1];
  lowerOfInverse(l, out);
  for (let start = 0; start < out.length; start += n * n) mirrorLower(n, out, start);
  return out;
}

/** The lower triangles of (L Lᵀ)⁻¹, in an array of zeros. */
export function lowerOfInverse(l: Tensor, out: Float64Array = cleared(l.size)): Float64Array {
  const n = l.shape[l.ndim - 1];
  const { potri } = kernels();
  copyLower(elementsOf(l), out, n);
  for (let start = 0; start < out.length; start += n * n) potri(n, out, start, n);
  return out;
}
