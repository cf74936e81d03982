import type { View } from "./view.ts";

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
): void {
  const add = Math.abs(b.rs) < Math.abs(b.cs) ? addDots : addRows;
  for (let i = 0; i < m; i++)
    add(lower ? Math.min(n, i + 1) : n, k, alpha, a, a.offset + i * a.rs, b, c, c.offset + i * c.rs);
}

/**
 * One row of c from dot products with the columns of b, which are contiguous. Four at a time: an entry of a is read once
 * for all of them, and a sum need not wait for the sum before it.
 */
function addDots(n: number, k: number, alpha: number, a: View, aRow: number, b: View, c: View, cRow: number): void {
  const x = a.data;
  const y = b.data;
  const z = c.data;
  const acs = a.cs;
  const brs = b.rs;
  let j = 0;
  for (; j + 4 <= n; j += 4) {
    let b0 = b.offset + j * b.cs;
    let b1 = b0 + b.cs;
    let b2 = b1 + b.cs;
    let b3 = b2 + b.cs;
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
    const to = cRow + j * c.cs;
    z[to] += alpha * s0;
    z[to + c.cs] += alpha * s1;
    z[to + 2 * c.cs] += alpha * s2;
    z[to + 3 * c.cs] += alpha * s3;
  }
  for (; j < n; j++) {
    let s = 0;
    for (let p = 0, at = aRow, from = b.offset + j * b.cs; p < k; p++, at += acs, from += brs) s += x[at] * y[from];
    z[cRow + j * c.cs] += alpha * s;
  }
}

/** One row of c as a combination of the rows of b, which are contiguous. Four at a time: c is read and written less often. */
function addRows(n: number, k: number, alpha: number, a: View, aRow: number, b: View, c: View, cRow: number): void {
  const x = a.data;
  const y = b.data;
  const z = c.data;
  const bcs = b.cs;
  const ccs = c.cs;
  let p = 0;
  for (; p + 4 <= k; p += 4) {
    const s0 = alpha * x[aRow + p * a.cs];
    const s1 = alpha * x[aRow + (p + 1) * a.cs];
    const s2 = alpha * x[aRow + (p + 2) * a.cs];
    const s3 = alpha * x[aRow + (p + 3) * a.cs];
    let b0 = b.offset + p * b.rs;
    let b1 = b0 + b.rs;
    let b2 = b1 + b.rs;
    let b3 = b2 + b.rs;
    for (let j = 0, to = cRow; j < n; j++, to += ccs) {
      z[to] += s0 * y[b0] + s1 * y[b1] + (s2 * y[b2] + s3 * y[b3]);
      b0 += bcs;
      b1 += bcs;
      b2 += bcs;
      b3 += bcs;
    }
  }
  for (; p < k; p++) {
    const s = alpha * x[aRow + p * a.cs];
    for (let j = 0, to = cRow, from = b.offset + p * b.rs; j < n; j++, to += ccs, from += bcs) z[to] += s * y[from];
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
