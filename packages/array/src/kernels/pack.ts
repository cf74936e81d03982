import type { Panels } from "@wengert/wasm";
import { packStaged } from "./staged.ts";
import { from, type View } from "./view.ts";

/**
 * Packs a rows × depth matrix into strips of 4 rows: row i, column p goes to `memory[at + 4·order·⌊i/4⌋ + 4p + i mod 4]`. Rows
 * up to a multiple of 4, and columns up to `order`, are filled with zeros. They cannot reach a result, but what earlier products
 * left there may be subnormal numbers, which are slow to compute with. A right panel is the same thing for the transpose.
 */
export function pack(panels: Panels, at: number, rows: number, depth: number, a: View, order: number = depth): void {
  const { memory } = panels;
  const { data, offset, rs, cs } = a;
  for (let i = packStaged(panels, at, rows, depth, a, order); i < rows; i += 4) {
    let to = at + i * order;
    let from0 = offset + i * rs;
    if (i + 4 <= rows) {
      const end = to + 4 * order;
      let from1 = from0 + rs;
      let from2 = from1 + rs;
      let from3 = from2 + rs;
      for (let p = 0; p < depth; p++) {
        memory[to] = data[from0];
        memory[to + 1] = data[from1];
        memory[to + 2] = data[from2];
        memory[to + 3] = data[from3];
        to += 4;
        from0 += cs;
        from1 += cs;
        from2 += cs;
        from3 += cs;
      }
      if (to < end) memory.fill(0, to, end);
    } else {
      memory.fill(0, to, to + 4 * order);
      for (let r = i; r < rows; r++, to++, from0 += rs)
        for (let p = 0; p < depth; p++) memory[to + 4 * p] = data[from0 + p * cs];
    }
  }
}

/** Unpacks a rows × depth matrix out of strips of 4 rows and `order` columns. */
export function unpack(memory: Float64Array, at: number, rows: number, depth: number, a: View, order: number): void {
  const { data, offset, rs, cs } = a;
  for (let i = 0; i < rows; i += 4) {
    let next = at + i * order;
    let to0 = offset + i * rs;
    if (i + 4 <= rows) {
      let to1 = to0 + rs;
      let to2 = to1 + rs;
      let to3 = to2 + rs;
      for (let p = 0; p < depth; p++) {
        data[to0] = memory[next];
        data[to1] = memory[next + 1];
        data[to2] = memory[next + 2];
        data[to3] = memory[next + 3];
        next += 4;
        to0 += cs;
        to1 += cs;
        to2 += cs;
        to3 += cs;
      }
    } else {
      for (let r = i; r < rows; r++, next++, to0 += rs)
        for (let p = 0; p < depth; p++) data[to0 + p * cs] = memory[next + 4 * p];
    }
  }
}

/**
 * Packs the lower triangle of an n×n matrix into strips of 4 rows and `order` columns, n filled up to a multiple of 4 with
 * ones on the diagonal, so that the rows filled in leave the solution as it is. Some elements above the diagonal are copied
 * too; no kernel reads them.
 */
export function packTriangle(panels: Panels, at: number, n: number, a: View, order: number): void {
  for (let i = 0; i < n; i += 4) {
    const rows = Math.min(4, n - i);
    const strip = at + i * order;
    pack(panels, strip, rows, i + rows, from(a, i, 0), i + 4);
    for (let r = rows; r < 4; r++) panels.memory[strip + 4 * i + 5 * r] = 1;
  }
}

/** What `solve` wants on the diagonal of a packed triangle: its reciprocals, or ones if `unit`. */
export function invertDiagonal(memory: Float64Array, at: number, n: number, unit: boolean, order: number): void {
  for (let i = 0; i < n; i++) {
    const place = at + (i & ~3) * order + 4 * i + (i & 3);
    memory[place] = unit ? 1 : 1 / memory[place];
  }
}
