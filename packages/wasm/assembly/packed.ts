import { packColumns, packRows } from "./packing";
import { tile } from "./tile";

// Products of matrices that lie in this module's memory, packed one after the other. Addresses and steps are in bytes, lengths in doubles.

/**
 * C ← A·B for `count` matrices, A m×k, B k×n. Rows of A are `aRow` apart and its columns `aColumn`, one of which is 8, and those of B
 * likewise. Rows of C are contiguous, `cRow` apart. From one matrix to the next it is `aStep`, `bStep` and `cStep`; `bStep` may be 0.
 *
 * Strips of 4 rows of A and of 4 columns of B are packed, filled up with zeros: 4k numbers for one strip of A, and for B as many times
 * 4k as it has strips, behind 16 numbers of a tile that is not whole.
 */
export function multiplyPacked(
  count: i32,
  m: i32,
  n: i32,
  k: i32,
  a: usize,
  aRow: usize,
  aColumn: usize,
  aStep: usize,
  b: usize,
  bRow: usize,
  bColumn: usize,
  bStep: usize,
  c: usize,
  cRow: usize,
  cStep: usize,
  scratch: usize,
): void {
  const strip: usize = (<usize>k) << 5;
  const left = scratch + 128;
  const right = left + strip;
  for (let q: i32 = 0; q < count; q++, a += aStep, b += bStep, c += cStep) {
    if (q === 0 || bStep !== 0) pack(b, bColumn, bRow, n, k, right, strip);
    let start = a;
    let out = c;
    for (let i: i32 = 0; i < m; i += 4, start += aRow << 2, out += cRow << 2) {
      const rows = min(4, m - i);
      pack(start, aRow, aColumn, rows, k, left, strip);
      let to = out;
      let from = right;
      for (let j: i32 = 0; j < n; j += 4, from += strip, to += 32) {
        const columns = min(4, n - j);
        if (rows + columns === 8) tile(left, from, strip, to, cRow);
        else {
          tile(left, from, strip, scratch, 32);
          for (let r: i32 = 0, x = scratch, y = to; r < rows; r++, x += 32, y += cRow)
            for (let s: usize = 0; s < <usize>columns; s++) store<f64>(y + (s << 3), load<f64>(x + (s << 3)));
        }
      }
    }
  }
}

/** Packs rows, `row` apart, whose columns are `column` apart. */
function pack(from: usize, row: usize, column: usize, rows: i32, depth: i32, to: usize, strip: usize): void {
  const strips = rows >> 2;
  if (column === 8) packRows(from, row, strips, depth, to, strip);
  else packColumns(from, column, strips, depth, to, strip);
  const rest: usize = rows & 3;
  if (rest === 0) return;
  from += row * (<usize>strips << 2);
  to += strip * <usize>strips;
  for (const end = to + strip; to < end; to += 32, from += column) {
    for (let r: usize = 0, at = from; r < 4; r++, at += row) store<f64>(to + (r << 3), r < rest ? load<f64>(at) : 0);
  }
}
