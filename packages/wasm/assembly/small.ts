// Products of small matrices as they lie in this module's memory, nothing packed. Addresses and steps are in bytes, lengths in doubles.

/**
 * C ← A·B for `count` matrices, A m×k, B k×n. Rows of A are `aRow` apart and its columns `aColumn`, so that either way it may lie; rows
 * of B and C are contiguous, `bRow` and `cRow` apart. From one matrix to the next it is `aStep`, `bStep` and `cStep`, which may be 0.
 */
export function multiplyMany(
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
  bStep: usize,
  c: usize,
  cRow: usize,
  cStep: usize,
): void {
  for (let i: i32 = 0; i < count; i++, a += aStep, b += bStep, c += cStep)
    multiplyOne(m, n, k, a, aRow, aColumn, b, bRow, c, cRow);
}

function multiplyOne(
  m: i32,
  n: i32,
  k: i32,
  a: usize,
  aRow: usize,
  aColumn: usize,
  b: usize,
  bRow: usize,
  c: usize,
  cRow: usize,
): void {
  const end = b + ((<usize>n) << 3);
  let i: i32 = 0;
  for (; i + 4 <= m; i += 4, a += aRow << 2, c += cRow << 2) {
    let to = c;
    let from = b;
    for (; from + 32 <= end; from += 32, to += 32) fourByFour(k, a, aRow, aColumn, from, bRow, to, cRow);
    if (from + 16 <= end) {
      fourByTwo(k, a, aRow, aColumn, from, bRow, to, cRow);
      from += 16;
      to += 16;
    }
    if (from < end) {
      for (let r: usize = 0; r < 4; r++) store<f64>(to + r * cRow, product(k, a + r * aRow, aColumn, from, bRow));
    }
  }
  for (; i < m; i++, a += aRow, c += cRow) {
    let to = c;
    let from = b;
    for (; from + 16 <= end; from += 16, to += 16) {
      let sum = f64x2.splat(0);
      let s = a;
      let row = from;
      for (let p: i32 = 0; p < k; p++, s += aColumn, row += bRow)
        sum = f64x2.add(sum, f64x2.mul(v128.load_splat<f64>(s), v128.load(row)));
      v128.store(to, sum);
    }
    if (from < end) store<f64>(to, product(k, a, aColumn, from, bRow));
  }
}

/** One entry. */
function product(k: i32, a: usize, aColumn: usize, b: usize, bRow: usize): f64 {
  let sum: f64 = 0;
  for (let p: i32 = 0; p < k; p++, a += aColumn, b += bRow) sum += load<f64>(a) * load<f64>(b);
  return sum;
}

// @ts-expect-error: decorator
@inline
function fourByFour(
  k: i32,
  a0: usize,
  aRow: usize,
  aColumn: usize,
  b: usize,
  bRow: usize,
  c: usize,
  cRow: usize,
): void {
  let a1 = a0 + aRow;
  let a2 = a1 + aRow;
  let a3 = a2 + aRow;
  let c00 = f64x2.splat(0);
  let c01 = f64x2.splat(0);
  let c10 = f64x2.splat(0);
  let c11 = f64x2.splat(0);
  let c20 = f64x2.splat(0);
  let c21 = f64x2.splat(0);
  let c30 = f64x2.splat(0);
  let c31 = f64x2.splat(0);
  for (let p: i32 = 0; p < k; p++) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let s = v128.load_splat<f64>(a0);
    c00 = f64x2.add(c00, f64x2.mul(s, b0));
    c01 = f64x2.add(c01, f64x2.mul(s, b1));
    s = v128.load_splat<f64>(a1);
    c10 = f64x2.add(c10, f64x2.mul(s, b0));
    c11 = f64x2.add(c11, f64x2.mul(s, b1));
    s = v128.load_splat<f64>(a2);
    c20 = f64x2.add(c20, f64x2.mul(s, b0));
    c21 = f64x2.add(c21, f64x2.mul(s, b1));
    s = v128.load_splat<f64>(a3);
    c30 = f64x2.add(c30, f64x2.mul(s, b0));
    c31 = f64x2.add(c31, f64x2.mul(s, b1));
    a0 += aColumn;
    a1 += aColumn;
    a2 += aColumn;
    a3 += aColumn;
    b += bRow;
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  c += cRow;
  v128.store(c, c10);
  v128.store(c, c11, 16);
  c += cRow;
  v128.store(c, c20);
  v128.store(c, c21, 16);
  c += cRow;
  v128.store(c, c30);
  v128.store(c, c31, 16);
}

// @ts-expect-error: decorator
@inline
function fourByTwo(
  k: i32,
  a0: usize,
  aRow: usize,
  aColumn: usize,
  b: usize,
  bRow: usize,
  c: usize,
  cRow: usize,
): void {
  let a1 = a0 + aRow;
  let a2 = a1 + aRow;
  let a3 = a2 + aRow;
  let c0 = f64x2.splat(0);
  let c1 = f64x2.splat(0);
  let c2 = f64x2.splat(0);
  let c3 = f64x2.splat(0);
  for (let p: i32 = 0; p < k; p++) {
    const b0 = v128.load(b);
    c0 = f64x2.add(c0, f64x2.mul(v128.load_splat<f64>(a0), b0));
    c1 = f64x2.add(c1, f64x2.mul(v128.load_splat<f64>(a1), b0));
    c2 = f64x2.add(c2, f64x2.mul(v128.load_splat<f64>(a2), b0));
    c3 = f64x2.add(c3, f64x2.mul(v128.load_splat<f64>(a3), b0));
    a0 += aColumn;
    a1 += aColumn;
    a2 += aColumn;
    a3 += aColumn;
    b += bRow;
  }
  v128.store(c, c0);
  v128.store(c + cRow, c1);
  v128.store(c + 2 * cRow, c2);
  v128.store(c + 3 * cRow, c3);
}

/** The transposes of `count` matrices, rows×columns, one behind the other. */
export function transposeMany(count: i32, rows: i32, columns: i32, from: usize, to: usize): void {
  const height: usize = (<usize>rows) << 3;
  const width: usize = (<usize>columns) << 3;
  for (let i: i32 = 0; i < count; i++, to += height * columns) {
    for (let r: usize = 0; r < height; r += 8)
      for (let end = from + width, at = to + r; from < end; from += 8, at += height) store<f64>(at, load<f64>(from));
  }
}
