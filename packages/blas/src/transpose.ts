/*
 * LAPACK's matrices lie column by column, and so are the transposes of ours. Where that cannot be made use of, these turn
 * them.
 */

/**
 * The m×n matrix a, row by row, into `columns`, column by column. Eight columns at a time, so that a line of the cache is
 * used up when it is read.
 */
export function toColumns(
  m: number,
  n: number,
  a: Float64Array,
  aOffset: number,
  lda: number,
  columns: Float64Array,
  ld: number,
): void {
  let j = 0;
  for (; j + 8 <= n; j += 8) {
    const c0 = j * ld;
    const [c1, c2, c3] = [c0 + ld, c0 + 2 * ld, c0 + 3 * ld];
    const [c4, c5, c6, c7] = [c0 + 4 * ld, c0 + 5 * ld, c0 + 6 * ld, c0 + 7 * ld];
    for (let i = 0, p = aOffset + j; i < m; i++, p += lda) {
      columns[c0 + i] = a[p];
      columns[c1 + i] = a[p + 1];
      columns[c2 + i] = a[p + 2];
      columns[c3 + i] = a[p + 3];
      columns[c4 + i] = a[p + 4];
      columns[c5 + i] = a[p + 5];
      columns[c6 + i] = a[p + 6];
      columns[c7 + i] = a[p + 7];
    }
  }
  for (; j < n; j++) for (let i = 0, p = aOffset + j; i < m; i++, p += lda) columns[j * ld + i] = a[p];
}

/** The way back. */
export function toRows(
  m: number,
  n: number,
  columns: Float64Array,
  ld: number,
  a: Float64Array,
  aOffset: number,
  lda: number,
): void {
  let j = 0;
  for (; j + 8 <= n; j += 8) {
    const c0 = j * ld;
    const [c1, c2, c3] = [c0 + ld, c0 + 2 * ld, c0 + 3 * ld];
    const [c4, c5, c6, c7] = [c0 + 4 * ld, c0 + 5 * ld, c0 + 6 * ld, c0 + 7 * ld];
    for (let i = 0, p = aOffset + j; i < m; i++, p += lda) {
      a[p] = columns[c0 + i];
      a[p + 1] = columns[c1 + i];
      a[p + 2] = columns[c2 + i];
      a[p + 3] = columns[c3 + i];
      a[p + 4] = columns[c4 + i];
      a[p + 5] = columns[c5 + i];
      a[p + 6] = columns[c6 + i];
      a[p + 7] = columns[c7 + i];
    }
  }
  for (; j < n; j++) for (let i = 0, p = aOffset + j; i < m; i++, p += lda) a[p] = columns[j * ld + i];
}

/** Columns of a lower triangle that are moved together. */
const TOGETHER = 8;

/** The lower triangle of the n×n matrix a, likewise. What is above it in the columns is arbitrary. */
export function lowerToColumns(
  n: number,
  a: Float64Array,
  aOffset: number,
  lda: number,
  columns: Float64Array,
  ld: number,
): void {
  for (let j = 0; j < n; j += TOGETHER)
    toColumns(n - j, Math.min(TOGETHER, n - j), a, aOffset + j * (lda + 1), lda, columns.subarray(j * (ld + 1)), ld);
}

/** The way back, eight rows at a time. What is above it in a stays. */
export function lowerToRows(
  n: number,
  columns: Float64Array,
  ld: number,
  a: Float64Array,
  aOffset: number,
  lda: number,
): void {
  for (let i = 0; i < n; i += TOGETHER) {
    const height = Math.min(TOGETHER, n - i);
    const row = aOffset + i * lda;
    // To `toColumns` columns are rows.
    toColumns(i, height, columns, i, ld, a.subarray(row), lda);
    for (let k = 0; k < height; k++)
      for (let j = 0; j <= k; j++) a[row + k * lda + i + j] = columns[(i + j) * ld + i + k];
  }
}

/** A leading dimension for columns of m entries: not a power of two, for which they would fall on the same lines of the cache. */
export const leadingOf = (m: number): number => (m < 64 ? m || 1 : ((m + 7) & ~7) | 8);

// Two squares of this order fit the first cache.
const SQUARE = 32;

/** The n×n matrix a becomes its transpose. */
export function transposeInPlace(n: number, a: Float64Array, offset: number, ld: number): void {
  for (let rows = 0; rows < n; rows += SQUARE) {
    for (let columns = 0; columns <= rows; columns += SQUARE) {
      for (let i = rows; i < Math.min(n, rows + SQUARE); i++) {
        const end = Math.min(i, columns + SQUARE);
        for (let j = columns, p = offset + i * ld + j, q = offset + j * ld + i; j < end; j++, p++, q += ld) {
          const held = a[p];
          a[p] = a[q];
          a[q] = held;
        }
      }
    }
  }
}
