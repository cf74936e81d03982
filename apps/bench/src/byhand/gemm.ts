const depth = 256;
const width = 128;

/**
 * C = A·B in blocks that fit the caches: B is packed into strips of 4 columns, and tiles of 2×4 of C stay in registers.
 *
 * @param a - m×k, row-major
 * @param b - k×n
 * @returns m×n
 */
export function gemm(m: number, n: number, k: number, a: Float64Array, b: Float64Array): Float64Array {
  const c = new Float64Array(m * n);
  const strips = new Float64Array(depth * width);
  for (let p0 = 0; p0 < k; p0 += depth) {
    const p = Math.min(depth, k - p0);
    for (let j0 = 0; j0 < n; j0 += width) {
      const j1 = Math.min(n, j0 + width);
      pack(strips, b, n, p0, p, j0, j1);
      for (let i = 0; i < m; i += 2) {
        for (let j = j0; j < j1; j += 4) tile(a, i, m, k, p0, strips, (j - j0) * p, p, c, j, n);
      }
    }
  }
  return c;
}

/** Columns j0 … j1 of B, four side by side; zeros where there are fewer. */
function pack(strips: Float64Array, b: Float64Array, n: number, p0: number, p: number, j0: number, j1: number): void {
  let to = 0;
  for (let j = j0; j < j1; j += 4) {
    for (let q = 0; q < p; q++) {
      const row = (p0 + q) * n;
      for (let t = j; t < j + 4; t++) strips[to++] = t < n ? b[row + t] : 0;
    }
  }
}

/** Adds a product of 2×p by p×4 to C; the second row is the first one again where A has no more. */
function tile(
  a: Float64Array,
  i: number,
  m: number,
  k: number,
  p0: number,
  strips: Float64Array,
  from: number,
  p: number,
  c: Float64Array,
  j: number,
  n: number,
): void {
  const both = i + 1 < m;
  let c00 = 0;
  let c01 = 0;
  let c02 = 0;
  let c03 = 0;
  let c10 = 0;
  let c11 = 0;
  let c12 = 0;
  let c13 = 0;
  let at0 = i * k + p0;
  let at1 = both ? at0 + k : at0;
  for (let at = from, end = from + 4 * p; at < end; at += 4) {
    const a0 = a[at0++];
    const a1 = a[at1++];
    const b0 = strips[at];
    const b1 = strips[at + 1];
    const b2 = strips[at + 2];
    const b3 = strips[at + 3];
    c00 += a0 * b0;
    c01 += a0 * b1;
    c02 += a0 * b2;
    c03 += a0 * b3;
    c10 += a1 * b0;
    c11 += a1 * b1;
    c12 += a1 * b2;
    c13 += a1 * b3;
  }
  addRow(c, i * n + j, n - j, c00, c01, c02, c03);
  if (both) addRow(c, (i + 1) * n + j, n - j, c10, c11, c12, c13);
}

function addRow(c: Float64Array, at: number, room: number, c0: number, c1: number, c2: number, c3: number): void {
  c[at] += c0;
  if (room > 1) c[at + 1] += c1;
  if (room > 2) c[at + 2] += c2;
  if (room > 3) c[at + 3] += c3;
}
