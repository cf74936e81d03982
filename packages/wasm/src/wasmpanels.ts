import { matrixModule, panelColumns, panelDepth, panelOrder, panelRows } from "./matrix.ts";
import type { Panels } from "./panels.ts";

let panels: Panels | undefined;

/**
 * The panel kernels in WebAssembly SIMD (128-bit vectors of f64), or `undefined` where these cannot be instantiated: no
 * WebAssembly, no SIMD, or a content security policy that forbids compilation.
 *
 * The module is part of this package. It is compiled synchronously on the first call and kept; its memory, the panels and
 * nothing else, never grows.
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
  const [left, right, out] = wasm.pieces;
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
      const b = transB ? right.at + size * matrices : right.at;
      if (transB) exports.transposeMany(matrices, n, k, right.at, b);
      const [aRow, aColumn] = transA ? [8, 8 * m] : [8 * k, 8];
      const [aStep, bStep] = [oneA ? 0 : 8 * m * k, oneB ? 0 : size];
      exports.multiplyMany(count, m, n, k, left.at, aRow, aColumn, aStep, b, 8 * n, bStep, out.at, 8 * ld, 8 * m * ld);
    },
    addDots: (rows, n) => exports.addDots(rows, n, right.at, 8 * n, left.at, out.at),
    addRows: (rows, n) => exports.addRows(rows, n, right.at, 8 * n, left.at, out.at),
    eliminate: (m, n, ld) => exports.eliminate(right.at, m, n, 8 * ld, out.at, left.at),
  };
  return panels;
}
