// Matrices become bidiagonal by reflections, in this module's memory. Addresses are in bytes, lengths in doubles.

import { addColumns, addDots, addMultiple, combine, dot, scale } from "./passes";
import { reflect } from "./reflection";
import { packRows, subtractProduct } from "./subtraction";

/** So many steps wait for one another before the matrix is changed by all of them (measured: 16 is slower up to order 1000). */
const PANEL: i32 = 8;
/** What a step subtracts from the matrix is a sum of two products of vectors: that many numbers of each row for a panel. */
const TERMS: i32 = 2 * PANEL;
const TERM_BYTES: usize = (<usize>TERMS) << 3;
/** Below this order no step waits, as in LAPACK: what is left of a matrix of low rank then has smaller errors. */
const CROSSOVER: i32 = 128;

/**
 * Qᵀ A P = B, upper bidiagonal, for the m×n matrix A, m ≥ n, with rows `ld` bytes apart; it is destroyed. d gets the diagonal of B and e
 * the n − 1 entries above it. Q = H(0)·H(1)·… with the vector of H(k) in row k of `left`, which has m columns, P = G(0)·G(1)·… with
 * vectors in rows of `right`, which are as wide as those of A. Rows of A are whole fours, filled up with zeros, and behind them are as
 * many rows of zeros as make their number one. `left`, `right` and `work` begin as zeros.
 *
 * Step k finds z from its column, y = t·Aᵀ z, v from its row less y, and x = s·(A v − z yᵀ v), and A becomes A − z yᵀ − x vᵀ. Some steps
 * of it wait: with W the columns z, x of them side by side and C the rows y, v below each other, the matrix is A − W C, and products
 * with it are products with A, W and C.
 *
 * Source: Dongarra, Hammarling and Sorensen, "Block reduction of matrices to condensed forms for eigenvalue computations", J. Comput.
 * Appl. Math. 27, 1989.
 *
 * @param work - for (m + 3)·(2·8 + 1) and (4·8)·ld/8 + 2·8 numbers
 */
export function bidiagonalize(
  m: i32,
  n: i32,
  a: usize,
  ld: usize,
  d: usize,
  e: usize,
  left: usize,
  leftTau: usize,
  right: usize,
  rightTau: usize,
  work: usize,
): void {
  const height: usize = (<usize>m) << 3;
  const padded: usize = (height + 31) & ~31;
  const panel: i32 = n < CROSSOVER ? 1 : PANEL;
  const w = work;
  const c = w + (padded >> 3) * TERM_BYTES;
  const packed = c + TERMS * ld;
  const q = packed + TERMS * ld;
  const sums = q + TERM_BYTES;
  for (let k: i32 = 0; k < n; k++) {
    const j: i32 = k & (panel - 1);
    const at: usize = (<usize>k) << 3;
    const top = a + (<usize>k) * ld;
    if (j === 0 && k > 0) {
      // From whole fours on: what is before is not used any more.
      const s: i32 = k & ~3;
      const begin: usize = (<usize>s) << 3;
      packRows(c + begin, ld, 2 * panel, n - s, packed);
      const ws = w + (<usize>s) * TERM_BYTES;
      subtractProduct(m - s, n - s, 2 * panel, ws, TERM_BYTES, packed, a + (<usize>s) * ld + begin, ld);
    }
    const rows = m - k;
    const terms: i32 = 2 * j;
    const own = w + (<usize>k) * TERM_BYTES;
    const z = left + (<usize>k) * height + at;
    // The column as it is now.
    for (let p: i32 = 0; p < terms; p++) store<f64>(q + ((<usize>p) << 3), load<f64>(c + (<usize>p) * ld + at));
    for (let i: i32 = 0, entry = top + at, row = own, to = z; i < rows; i++) {
      store<f64>(to, load<f64>(entry) - dot(terms, row, q));
      entry += ld;
      row += TERM_BYTES;
      to += 8;
    }
    const t = reflect(rows, z, z, d + at);
    store<f64>(leftTau + at, t);
    if (k === n - 1) return;
    const zs = (<usize>terms) << 3;
    for (let i: i32 = 0, to = own + zs, from = z; i < rows; i++, to += TERM_BYTES, from += 8) store<f64>(to, load<f64>(from));
    combine(rows, terms, own, TERM_BYTES, z, q);
    // From a whole vector on: what stands in a column before the next one is 0.
    const from: usize = (at + 8) & ~15;
    const length = ld - from;
    const y = c + (<usize>terms) * ld;
    const r = right + (<usize>k) * ld;
    memory.fill(y, 0, ld);
    memory.copy(r + from, top + from, length);
    for (let p: usize = 0, row = c; p < zs; p += 8, row += ld) {
      addMultiple(length, -load<f64>(q + p), row + from, y + from);
      addMultiple(length, -load<f64>(own + p), row + from, r + from);
    }
    addColumns(rows, length, top + from, ld, z, y + from);
    if (from === at) store<f64>(y + at, 0);
    scale(length, t, y + from);
    addMultiple(length, -1, y + from, r + from);
    if (from === at) store<f64>(r + at, 0);
    const turned = reflect(n - k - 1, r + at + 8, r + at + 8, e + at);
    store<f64>(rightTau + at, turned);
    const v = y + ld;
    memory.copy(v + from, r + from, length);
    const columns = (<i32>length) >> 3;
    for (let p: usize = 0, row = c; p < zs; p += 8, row += ld) store<f64>(q + p, dot(columns, row + from, v + from));
    const along = dot(columns, y + from, v + from);
    memory.fill(sums, 0, padded);
    addDots(rows, length, top + from, ld, v + from, sums);
    for (let i: i32 = 0, row = own, sum = sums, zi = z; i < rows; i++, row += TERM_BYTES, sum += 8, zi += 8)
      store<f64>(row + zs + 8, turned * (load<f64>(sum) - dot(terms, row, q) - along * load<f64>(zi)));
  }
}
