import type { View } from "./view.ts";

/**
 * Packs a rows × depth matrix into strips of 4 rows: row i, column p goes to `panel[4·order·⌊i/4⌋ + 4p + i mod 4]`. What is
 * missing to 4 rows, and to `order` columns, is filled with zeros: it cannot reach a result, but what earlier products left
 * there may be subnormal, and slow to compute with. A right panel is the same thing for the transpose.
 */
export function pack(panel: Float64Array, rows: number, depth: number, a: View, order: number = depth): void {
  const { data, offset, rs, cs } = a;
  for (let i = 0; i < rows; i += 4) {
    let to = i * order;
    let from0 = offset + i * rs;
    if (i + 4 <= rows) {
      let from1 = from0 + rs;
      let from2 = from1 + rs;
      let from3 = from2 + rs;
      for (let p = 0; p < depth; p++) {
        panel[to] = data[from0];
        panel[to + 1] = data[from1];
        panel[to + 2] = data[from2];
        panel[to + 3] = data[from3];
        to += 4;
        from0 += cs;
        from1 += cs;
        from2 += cs;
        from3 += cs;
      }
      for (const end = (i + 4) * order; to < end; to++) panel[to] = 0;
    } else {
      panel.fill(0, to, to + 4 * order);
      for (let r = i; r < rows; r++, to++, from0 += rs)
        for (let p = 0; p < depth; p++) panel[to + 4 * p] = data[from0 + p * cs];
    }
  }
}

/** The way back: unpacks a rows × depth matrix out of strips of 4 rows and `order` columns. */
export function unpack(panel: Float64Array, rows: number, depth: number, a: View, order: number): void {
  const { data, offset, rs, cs } = a;
  for (let i = 0; i < rows; i += 4) {
    let at = i * order;
    let to0 = offset + i * rs;
    if (i + 4 <= rows) {
      let to1 = to0 + rs;
      let to2 = to1 + rs;
      let to3 = to2 + rs;
      for (let p = 0; p < depth; p++) {
        data[to0] = panel[at];
        data[to1] = panel[at + 1];
        data[to2] = panel[at + 2];
        data[to3] = panel[at + 3];
        at += 4;
        to0 += cs;
        to1 += cs;
        to2 += cs;
        to3 += cs;
      }
    } else {
      for (let r = i; r < rows; r++, at++, to0 += rs)
        for (let p = 0; p < depth; p++) data[to0 + p * cs] = panel[at + 4 * p];
    }
  }
}

/**
 * Packs the lower triangle of an n×n matrix into strips of 4 rows and `order` columns, n filled up to a multiple of 4 with
 * ones on the diagonal, so that the rows filled in disturb nobody.
 */
export function packTriangle(panel: Float64Array, n: number, unit: boolean, a: View, order: number): void {
  const { data, offset, rs, cs } = a;
  for (let i = 0; i < order; i++) {
    const strip = (i & ~3) * order + (i & 3);
    const row = offset + i * rs;
    for (let p = 0; p < i; p++) panel[strip + 4 * p] = i < n ? data[row + p * cs] : 0;
    panel[strip + 4 * i] = i < n && !unit ? data[row + i * cs] : 1;
  }
}
