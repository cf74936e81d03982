import { matrixModule, panelColumns, panelDepth, panelRows } from "./matrix.ts";
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
 *   panels.left.set([1, 2, 3, 4]); // one strip: a column of 4 rows
 *   panels.right.set([1, 10, 0, 0]); // one strip: a row of 4 columns
 *   panels.multiply(4, 4, 1);
 *   [...panels.out.slice(4, 8)]; // => [2, 20, 0, 0]
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
    left: left.data,
    right: right.data,
    out: out.data,
    multiply: (m, n, k) => exports.multiply(left.at, right.at, out.at, m, n, k),
    solve: (n, r) => exports.solve(left.at, right.at, n, r),
  };
  return panels;
}
