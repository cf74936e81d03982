import type { ThinProduct } from "./thin.ts";
import { from, type View } from "./view.ts";

/**
 * c ← c + alpha·a·b (or the lower triangle of it), without packing: for products too small or too thin for packing to pay. The
 * loops follow b through its memory, because b is the larger matrix wherever this matters (a vector times a matrix).
 */
export function directProduct(
  m: number,
  n: number,
  k: number,
  alpha: number,
  a: View,
  b: View,
  c: View,
  lower: boolean,
  thin?: ThinProduct,
): void {
  const done = (m === 1 && !lower && thin?.(n, k, alpha, a, b, c)) || 0;
  if (done === n) return;
  if (done > 0) {
    directProduct(m, n - done, k, alpha, a, from(b, 0, done), from(c, 0, done), lower);
    return;
  }
  const dots = Math.abs(b.rs) < Math.abs(b.cs);
  for (let i = 0; i < m; i++) {
    const columns = lower ? Math.min(n, i + 1) : n;
    const [aRow, cRow] = [a.offset + i * a.rs, c.offset + i * c.rs];
    if (dots) addDots(columns, k, alpha, a.data, aRow, a.cs, b.data, b.offset, b.rs, b.cs, c.data, cRow, c.cs);
    else addRows(columns, k, alpha, a.data, aRow, a.cs, b.data, b.offset, b.rs, b.cs, c.data, cRow, c.cs);
  }
}

/** c ← a·b likewise, without objects: for 4×4 matrices these would cost as much as the product. */
export function tinyProduct(
  m: number,
  n: number,
  k: number,
  a: Float64Array,
  aOffset: number,
  ars: number,
  acs: number,
  b: Float64Array,
  bOffset: number,
  brs: number,
  bcs: number,
  c: Float64Array,
  cOffset: number,
  crs: number,
  ccs: number,
): void {
  const add = brs < bcs ? addDots : addRows;
  for (let i = 0, aRow = aOffset, cRow = cOffset; i < m; i++, aRow += ars, cRow += crs) {
    for (let j = 0, to = cRow; j < n; j++, to += ccs) c[to] = 0;
    add(n, k, 1, a, aRow, acs, b, bOffset, brs, bcs, c, cRow, ccs);
  }
}

/**
 * One row of c from dot products with the columns of b, which are contiguous. Four at a time: an entry of a is read once
 * for all of them, and a sum need not wait for the sum before it.
 */
function addDots(
  n: number,
  k: number,
  alpha: number,
  x: Float64Array,
  aRow: number,
  acs: number,
  y: Float64Array,
  bOffset: number,
  brs: number,
  bcs: number,
  z: Float64Array,
  cRow: number,
  ccs: number,
): void {
  let j = 0;
  for (; j + 4 <= n; j += 4) {
    let b0 = bOffset + j * bcs;
    let b1 = b0 + bcs;
    let b2 = b1 + bcs;
    let b3 = b2 + bcs;
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (let p = 0, at = aRow; p < k; p++, at += acs) {
      const s = x[at];
      s0 += s * y[b0];
      s1 += s * y[b1];
      s2 += s * y[b2];
      s3 += s * y[b3];
      b0 += brs;
      b1 += brs;
      b2 += brs;
      b3 += brs;
    }
    const to = cRow + j * ccs;
    z[to] += alpha * s0;
    z[to + ccs] += alpha * s1;
    z[to + 2 * ccs] += alpha * s2;
    z[to + 3 * ccs] += alpha * s3;
  }
  for (; j < n; j++) {
    let s = 0;
    for (let p = 0, at = aRow, from = bOffset + j * bcs; p < k; p++, at += acs, from += brs) s += x[at] * y[from];
    z[cRow + j * ccs] += alpha * s;
  }
}

/** One row of c as a combination of the rows of b, which are contiguous. Four at a time: c is read and written less often. */
function addRows(
  n: number,
  k: number,
  alpha: number,
  x: Float64Array,
  aRow: number,
  acs: number,
  y: Float64Array,
  bOffset: number,
  brs: number,
  bcs: number,
  z: Float64Array,
  cRow: number,
  ccs: number,
): void {
  let p = 0;
  for (; p + 4 <= k; p += 4) {
    const s0 = alpha * x[aRow + p * acs];
    const s1 = alpha * x[aRow + (p + 1) * acs];
    const s2 = alpha * x[aRow + (p + 2) * acs];
    const s3 = alpha * x[aRow + (p + 3) * acs];
    let b0 = bOffset + p * brs;
    let b1 = b0 + brs;
    let b2 = b1 + brs;
    let b3 = b2 + brs;
    for (let j = 0, to = cRow; j < n; j++, to += ccs) {
      z[to] += s0 * y[b0] + s1 * y[b1] + (s2 * y[b2] + s3 * y[b3]);
      b0 += bcs;
      b1 += bcs;
      b2 += bcs;
      b3 += bcs;
    }
  }
  for (; p < k; p++) {
    const s = alpha * x[aRow + p * acs];
    for (let j = 0, to = cRow, from = bOffset + p * brs; j < n; j++, to += ccs, from += bcs) z[to] += s * y[from];
  }
}

/**
 * x ← t⁻¹·x with t lower triangular n×n and x n×r, without packing, one right-hand side after the other. Either way below
 * reads t once; the one is chosen that does so in the order of its memory.
 */
export function directSolve(n: number, r: number, unit: boolean, t: View, x: View): void {
  const substitute = Math.abs(t.cs) <= Math.abs(t.rs) ? substituteByRows : substituteByColumns;
  for (let j = 0; j < r; j++) substitute(n, unit, t, x.data, x.offset + j * x.cs, x.rs);
}

/** x_i ← (x_i − Σ_{p<i} t_ip x_p) / t_ii. */
function substituteByRows(n: number, unit: boolean, t: View, x: Float64Array, offset: number, rs: number): void {
  const { data, cs } = t;
  for (let i = 0, to = offset; i < n; i++, to += rs) {
    let at = t.offset + i * t.rs;
    let s = x[to];
    for (let from = offset; from !== to; from += rs, at += cs) s -= data[at] * x[from];
    x[to] = unit ? s : s / data[at];
  }
}

/** As soon as x_p is known, it leaves all equations below: x_i ← x_i − t_ip x_p. */
function substituteByColumns(n: number, unit: boolean, t: View, x: Float64Array, offset: number, rs: number): void {
  const { data, rs: step } = t;
  for (let p = 0; p < n; p++) {
    const at = t.offset + p * (t.rs + t.cs);
    const from = offset + p * rs;
    if (!unit) x[from] /= data[at];
    const s = x[from];
    for (let i = p + 1, below = at + step, to = from + rs; i < n; i++, below += step, to += rs)
      x[to] -= data[below] * s;
  }
}
