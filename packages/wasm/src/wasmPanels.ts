import { moduleBase64 } from "./module.generated.ts";
import type { Panels } from "./panels.ts";

interface Exports {
  multiply(left: number, right: number, out: number, rows: number, columns: number, depth: number): void;
  solve(left: number, right: number, n: number, columns: number): void;
}

// Measured best: one right strip (12 kB) stays in the first-level cache while the left panel (300 kB) passes by in the
// second; a longer depth means that `out` is unpacked less often. All panels together take 3.2 MB.
const rows = 96;
const columns = 768;
const depth = 384;
const bytesPerPage = 65536;

let instance: Panels | undefined;
let tried = false;

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
  if (!tried) {
    tried = true;
    instance = instantiate();
  }
  return instance;
}

function instantiate(): Panels | undefined {
  const left = 0;
  const right = left + rows * depth * 8;
  const out = right + depth * columns * 8;
  const pages = Math.ceil((out + rows * columns * 8) / bytesPerPage);
  try {
    const binary = Uint8Array.from(atob(moduleBase64), (character) => character.charCodeAt(0));
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
    const module = new WebAssembly.Instance(new WebAssembly.Module(binary), { env: { memory } });
    const kernels = module.exports as unknown as Exports;
    return {
      name: "wasm",
      rows,
      columns,
      depth,
      left: new Float64Array(memory.buffer, left, rows * depth),
      right: new Float64Array(memory.buffer, right, depth * columns),
      out: new Float64Array(memory.buffer, out, rows * columns),
      multiply: (m, n, k) => kernels.multiply(left, right, out, m, n, k),
      solve: (n, r) => kernels.solve(left, right, n, r),
    };
  } catch {
    // Every failure means the same to the caller: compute without WebAssembly.
    return undefined;
  }
}
