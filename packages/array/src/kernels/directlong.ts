/*
 * Direct products along memory, without strides: the same sums in the same order as in general, sooner.
 */

/** From so many steps on, loops of their own pay (measured). */
export const LONG = 32;

/** One row of c from dot products with the columns of b (as `addDots` of direct.ts), four columns at a time, where the sums run along memory. @returns how many columns are done */
export function addLongDots(
  n: number,
  k: number,
  alpha: number,
  x: Float64Array,
  aRow: number,
  y: Float64Array,
  bOffset: number,
  bcs: number,
  z: Float64Array,
  cRow: number,
  ccs: number,
): number {
  const [c2, c3, end] = [2 * bcs, 3 * bcs, aRow + k];
  let j = 0;
  for (; j + 4 <= n; j += 4) {
    let b = bOffset + j * bcs;
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (let p = aRow; p < end; p++, b++) {
      const s = x[p];
      s0 += s * y[b];
      s1 += s * y[b + bcs];
      s2 += s * y[b + c2];
      s3 += s * y[b + c3];
    }
    const to = cRow + j * ccs;
    z[to] += alpha * s0;
    z[to + ccs] += alpha * s1;
    z[to + 2 * ccs] += alpha * s2;
    z[to + 3 * ccs] += alpha * s3;
  }
  return j;
}

/** As a combination of the rows of b (`addRows`), eight at a time, in the order in which it adds them four by four. @returns how many rows are done */
export function addLongRows(
  n: number,
  k: number,
  alpha: number,
  x: Float64Array,
  aRow: number,
  acs: number,
  y: Float64Array,
  bOffset: number,
  brs: number,
  z: Float64Array,
  cRow: number,
): number {
  let p = 0;
  for (; p + 8 <= k; p += 8) {
    const s0 = alpha * x[aRow + p * acs];
    const s1 = alpha * x[aRow + (p + 1) * acs];
    const s2 = alpha * x[aRow + (p + 2) * acs];
    const s3 = alpha * x[aRow + (p + 3) * acs];
    const s4 = alpha * x[aRow + (p + 4) * acs];
    const s5 = alpha * x[aRow + (p + 5) * acs];
    const s6 = alpha * x[aRow + (p + 6) * acs];
    const s7 = alpha * x[aRow + (p + 7) * acs];
    let b0 = bOffset + p * brs;
    let b1 = b0 + brs;
    let b2 = b1 + brs;
    let b3 = b2 + brs;
    let b4 = b3 + brs;
    let b5 = b4 + brs;
    let b6 = b5 + brs;
    let b7 = b6 + brs;
    for (let to = cRow, end = cRow + n; to < end; to++) {
      const four = z[to] + (s0 * y[b0++] + s1 * y[b1++] + (s2 * y[b2++] + s3 * y[b3++]));
      z[to] = four + (s4 * y[b4++] + s5 * y[b5++] + (s6 * y[b6++] + s7 * y[b7++]));
    }
  }
  return p;
}
