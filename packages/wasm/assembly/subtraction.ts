// C ← C − A·B where the matrices lie, row by row in this module's memory: only B is packed. Addresses are in bytes, lengths in
// doubles.

/** Rows of A that are read again for each strip of B: they stay in the first-level cache, or near it. */
const ROWS: i32 = 64;

/** The rows of B, `ld` bytes apart, into strips of four columns, one strip behind the other. */
export function packRows(b: usize, ld: usize, depth: i32, columns: i32, packed: usize): void {
  const strip: usize = (<usize>depth) << 5;
  for (let p: i32 = 0; p < depth; p++, b += ld, packed += 32) {
    let to = packed;
    for (let from = b, end = b + ((<usize>columns) << 3); from < end; from += 32, to += strip) {
      v128.store(to, v128.load(from));
      v128.store(to, v128.load(from, 16), 16);
    }
  }
}

/** Rows of Bᵀ, `ld` bytes apart, likewise: each strip has the entries of four of them in turn. */
export function packColumns(b: usize, ld: usize, columns: i32, depth: i32, packed: usize): void {
  const length: usize = (<usize>depth) << 3;
  for (let j: i32 = 0; j < columns; j += 4, b += ld << 2) {
    const b1 = b + ld;
    const b2 = b1 + ld;
    const b3 = b2 + ld;
    for (let p: usize = 0; p < length; p += 8, packed += 32) {
      store<f64>(packed, load<f64>(b + p));
      store<f64>(packed, load<f64>(b1 + p), 8);
      store<f64>(packed, load<f64>(b2 + p), 16);
      store<f64>(packed, load<f64>(b3 + p), 24);
    }
  }
}

/**
 * C ← C − A·B with the rows of A and of C `lda` and `ldc` bytes apart and B packed. Rows and columns are computed up to a multiple of
 * 4. As in `multiply`, the register tile is 4 rows × 2 vectors.
 */
export function subtractProduct(
  rows: i32,
  columns: i32,
  depth: i32,
  a: usize,
  lda: usize,
  packed: usize,
  c: usize,
  ldc: usize,
): void {
  const length: usize = (<usize>depth) << 5;
  for (let i0: i32 = 0; i0 < rows; i0 += ROWS) {
    const tiles = min(ROWS, rows - i0);
    let b: usize = packed;
    let column = c;
    for (let j: i32 = 0; j < columns; j += 4, b += length, column += 32) {
      let left = a;
      let to = column;
      for (let i: i32 = 0; i < tiles; i += 4) {
        subtractTile(left, lda, b, b + length, to, ldc);
        left += lda << 2;
        to += ldc << 2;
      }
    }
    a += lda * ROWS;
    c += ldc * ROWS;
  }
}

// @ts-expect-error: decorator
@inline
function subtractTile(a0: usize, lda: usize, b: usize, end: usize, c: usize, ldc: usize): void {
  let a1 = a0 + lda;
  let a2 = a1 + lda;
  let a3 = a2 + lda;
  const c1 = c + ldc;
  const c2 = c1 + ldc;
  const c3 = c2 + ldc;
  let c00 = v128.load(c);
  let c01 = v128.load(c, 16);
  let c10 = v128.load(c1);
  let c11 = v128.load(c1, 16);
  let c20 = v128.load(c2);
  let c21 = v128.load(c2, 16);
  let c30 = v128.load(c3);
  let c31 = v128.load(c3, 16);
  do {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let s = v128.load_splat<f64>(a0);
    c00 = f64x2.sub(c00, f64x2.mul(s, b0));
    c01 = f64x2.sub(c01, f64x2.mul(s, b1));
    s = v128.load_splat<f64>(a1);
    c10 = f64x2.sub(c10, f64x2.mul(s, b0));
    c11 = f64x2.sub(c11, f64x2.mul(s, b1));
    s = v128.load_splat<f64>(a2);
    c20 = f64x2.sub(c20, f64x2.mul(s, b0));
    c21 = f64x2.sub(c21, f64x2.mul(s, b1));
    s = v128.load_splat<f64>(a3);
    c30 = f64x2.sub(c30, f64x2.mul(s, b0));
    c31 = f64x2.sub(c31, f64x2.mul(s, b1));
    a0 += 8;
    a1 += 8;
    a2 += 8;
    a3 += 8;
    b += 32;
  } while (b < end);
  v128.store(c, c00);
  v128.store(c, c01, 16);
  v128.store(c1, c10);
  v128.store(c1, c11, 16);
  v128.store(c2, c20);
  v128.store(c2, c21, 16);
  v128.store(c3, c30);
  v128.store(c3, c31, 16);
}
