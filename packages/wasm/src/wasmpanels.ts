import { matrixModule, panelColumns, panelDepth, panelOrder, panelRows } from "./matrix.ts";
import type { Panels } from "./panels.ts";

let panels: Panels | undefined;

// Products of small matrices of so many terms take less time packed (measured).
const packed = 4096;

/**
 * The panel kernels in WebAssembly SIMD (128-bit vectors of f64), or `undefined` where these cannot be instantiated: no
 * WebAssembly, no SIMD, or a content security policy that forbids compilation.
 *
 * The module is part of this package. It is compiled synchronously on the first call and kept; its memory, the panels and
 * what is to be packed, never grows.
 *
 * @example
 * ```ts
 * import { wasmPanels } from "@wengert/wasm";
 *
 * const panels = wasmPanels();
 * if (panels) {
 *   const { memory, left, right, out } = panels;
 *   memory.set([1, 2, 3, 4], left); // one strip: a column of 4 rows
 *   memory.set([1, 10, 0, 0], right); // one strip: a row of 4 columns
 *   panels.multiply(4, 4, 1, left, right, 1);
 *   [...memory.slice(out + 4, out + 8)]; // => [2, 20, 0, 0]
 * }
 * ```
 */
export function wasmPanels(): Panels | undefined {
  const wasm = matrixModule();
  if (wasm === undefined) return undefined;
  const { exports } = wasm;
  const [left, right, out, stage] = wasm.pieces;
  panels ??= {
    name: "wasm",
    rows: panelRows,
    columns: panelColumns,
    depth: panelDepth,
    order: panelOrder,
    memory: new Float64Array(left.data.buffer),
    left: left.at / 8,
    right: right.at / 8,
    out: out.at / 8,
    multiply: (m, n, k, a, b, order) => exports.multiply(8 * a, 8 * b, out.at, m, n, k, order),
    solve: (n, r, t, x, order) => exports.solve(8 * t, 8 * x, n, r, order),
    multiplyMany(count, transA, transB, m, n, k, oneA, oneB, ld) {
      const [size, matrices] = [8 * k * n, oneB ? 1 : count];
      const [aRow, aColumn] = transA ? [8, 8 * m] : [8 * k, 8];
      const [aStep, bStep] = [oneA ? 0 : 8 * m * k, oneB ? 0 : size];
      const [a, c, cRow] = [left.at, out.at, 8 * ld];
      if (m * n * k >= packed) {
        const [bRow, bColumn] = transB ? [8, 8 * k] : [8 * n, 8];
        const [b, s] = [right.at, stage.at];
        exports.multiplyPacked(count, m, n, k, a, aRow, aColumn, aStep, b, bRow, bColumn, bStep, c, cRow, m * cRow, s);
        return;
      }
      const b = transB ? right.at + size * matrices : right.at;
      if (transB) exports.transposeMany(matrices, n, k, right.at, b);
      exports.multiplyMany(count, m, n, k, a, aRow, aColumn, aStep, b, 8 * n, bStep, c, cRow, m * cRow);
    },
    staging: {
      at: stage.at / 8,
      length: stage.data.length,
      packRows: (row, strips, depth, to, order) =>
        exports.packRows(stage.at, 8 * row, strips, depth, 8 * to, 32 * order),
      packColumns: (row, strips, depth, to, order) =>
        exports.packColumns(stage.at, 8 * row, strips, depth, 8 * to, 32 * order),
    },
    addDots: (rows, n) => exports.addDots(rows, n, right.at, 8 * n, left.at, out.at),
    addRows: (rows, n) => exports.addRows(rows, n, right.at, 8 * n, left.at, out.at),
    eliminate: (m, n, ld) => exports.eliminate(right.at, m, n, 8 * ld, out.at, left.at),
  };
  return panels;
}
