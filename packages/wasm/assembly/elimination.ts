// LU factorization of a whole matrix in this module's memory. Addresses are in bytes, lengths in doubles. The rows of the matrix
// are filled up to a multiple of 4, and behind its last row stand as many more as make their number one: the loops below take
// four of each. What becomes of these is of no interest, and it reaches nothing else.

import { packRows, subtractProduct } from "./subtraction";

// Up to this many columns are eliminated one after the other.
const BASE: i32 = 8;
// Up to this many rows of a triangle are substituted one after the other.
const TRIANGLE: i32 = 8;

// The matrix that is being factored.
let start: usize = 0;
let ld: usize = 0;
let rows: i32 = 0;
let pivotsAt: usize = 0;
let packed: usize = 0;
let failed: i32 = 0;

// @ts-expect-error: decorator
@inline
function place(i: i32, j: i32): usize {
  return start + (<usize>i) * ld + ((<usize>j) << 3);
}

/**
 * LU factorization in place, with partial pivoting: m rows of n numbers, `step` bytes apart. pivots[k] gets the row that step k
 * exchanged its own with. Returns 0, or the 1-based index of the first pivot that is exactly 0.
 *
 * By halves of the columns (Toledo, "Locality of reference in LU decomposition with partial pivoting", SIAM J. Matrix Anal. Appl. 18,
 * 1997), the rows exchanged as a whole:
 *
 *     [A₁₁; A₂₁] = P₁ [L₁₁; L₂₁] U₁₁,   U₁₂ = L₁₁⁻¹ A₁₂,   A₂₂ − L₂₁ U₁₂ = P₂ L₂₂ U₂₂
 *
 * @param scratch - room for as many numbers as a quarter of the matrix has, and four for each of its rows
 */
export function eliminate(a: usize, m: i32, n: i32, step: usize, pivots: usize, scratch: usize): i32 {
  start = a;
  ld = step;
  rows = m;
  pivotsAt = pivots;
  packed = scratch;
  failed = 0;
  factor(0, n);
  return failed;
}

/** Columns from `column` on, whose diagonal begins in the row of that number. */
function factor(column: i32, width: i32): void {
  const below = rows - column;
  if (below <= 0) return;
  if (width <= BASE) {
    eliminateColumns(column, width);
    return;
  }
  const h: i32 = ((width >> 1) + 3) & ~3;
  factor(column, h);
  substitute(column, min(h, below), column + h, width - h);
  if (below > h) {
    packRows(place(column, column + h), ld, h, width - h, packed);
    const from = column + h;
    subtractProduct(below - h, width - h, h, place(from, column), ld, packed, place(from, from), ld);
  }
  factor(column + h, width - h);
}

/** Column by column: the largest entry below becomes the pivot, and its row is subtracted from those below. */
function eliminateColumns(column: i32, width: i32): void {
  const bottom = place(rows, column);
  const end = min(rows, column + width);
  const bytes = (<usize>width) << 3;
  let top = place(column, column);
  for (let k: i32 = column; k < end; k++, top += ld) {
    const at = (<usize>(k - column)) << 3;
    let best = top;
    let largest = abs(load<f64>(top + at));
    for (let row = top + ld; row < bottom; row += ld) {
      const size = abs(load<f64>(row + at));
      if (size > largest) {
        best = row;
        largest = size;
      }
    }
    const offset = (<usize>column) << 3;
    store<f64>(pivotsAt + ((<usize>k) << 3), <f64>((best - offset - start) / ld));
    if (best !== top) exchange(top - offset, best - offset);
    const pivot = load<f64>(top + at);
    if (pivot === 0) {
      if (failed === 0) failed = k + 1;
      continue;
    }
    for (let row = top + ld; row < bottom; row += ld) {
      const factor = load<f64>(row + at) / pivot;
      store<f64>(row + at, factor);
      const s = f64x2.splat(factor);
      let j = at + 8;
      for (; j + 16 <= bytes; j += 16)
        v128.store(row + j, f64x2.sub(v128.load(row + j), f64x2.mul(s, v128.load(top + j))));
      if (j < bytes) store<f64>(row + j, load<f64>(row + j) - factor * load<f64>(top + j));
    }
  }
}

function exchange(x: usize, y: usize): void {
  for (const end = x + ld; x < end; x += 32, y += 32) {
    const x0 = v128.load(x);
    const x1 = v128.load(x, 16);
    v128.store(x, v128.load(y));
    v128.store(x, v128.load(y, 16), 16);
    v128.store(y, x0);
    v128.store(y, x1, 16);
  }
}

/** The n rows from `row` on, in some columns, become L⁻¹ times them, with L the unit triangle on the diagonal of the same rows. */
function substitute(row: i32, n: i32, column: i32, width: i32): void {
  if (n > TRIANGLE) {
    const h: i32 = ((n >> 1) + 3) & ~3;
    substitute(row, h, column, width);
    packRows(place(row, column), ld, h, width, packed);
    subtractProduct(n - h, width, h, place(row + h, row), ld, packed, place(row + h, column), ld);
    substitute(row + h, n - h, column, width);
    return;
  }
  const first = place(row, column);
  const end = first + ((<usize>width) << 3);
  for (let i: i32 = 1; i < n; i++) {
    const l = place(row + i, row);
    const own = (<usize>i) * ld;
    for (let x = first; x < end; x += 32) {
      let c0 = v128.load(x + own);
      let c1 = v128.load(x + own, 16);
      let above = x;
      for (let factor = l; factor < l + ((<usize>i) << 3); factor += 8, above += ld) {
        const s = v128.load_splat<f64>(factor);
        c0 = f64x2.sub(c0, f64x2.mul(s, v128.load(above)));
        c1 = f64x2.sub(c1, f64x2.mul(s, v128.load(above, 16)));
      }
      v128.store(x + own, c0);
      v128.store(x + own, c1, 16);
    }
  }
}
