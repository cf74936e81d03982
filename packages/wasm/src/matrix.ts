import { type Instance, instantiate } from "./instance.ts";
import { moduleBase64 } from "./matrix.generated.ts";

/**
 * Rows, columns and depth of the panels. Measured best: one right strip (12 kB) stays in the first-level cache while the
 * left panel (300 kB) passes by in the second; a longer depth means that `out` is unpacked less often. 3.2 MB together.
 */
export const panelRows = 96;
export const panelColumns = 768;
export const panelDepth = 384;

/** Functions over addresses in the module's memory. */
export interface MatrixExports {
  multiply(left: number, right: number, out: number, rows: number, columns: number, depth: number): void;
  solve(left: number, right: number, n: number, columns: number): void;
  squaredDistances(left: number, right: number, out: number, rows: number, columns: number, depth: number): void;
  weightedDifferences(
    w: number,
    rowStep: number,
    depthStep: number,
    x: number,
    y: number,
    out: number,
    rows: number,
    depth: number,
  ): void;
}

let instance: Instance<MatrixExports> | undefined;
let tried = false;

/** The module of linear algebra, with the left panel, the right one and that for results. Made on the first call. */
export function matrixModule(): Instance<MatrixExports> | undefined {
  if (!tried) {
    tried = true;
    const lengths = [panelRows * panelDepth, panelDepth * panelColumns, panelRows * panelColumns];
    instance = instantiate(moduleBase64, lengths);
  }
  return instance;
}
