import { type Instance, instantiate, once } from "./instance.ts";
import { moduleHex } from "./modules/matrix.generated.ts";

/**
 * Rows, columns and depth of the panels. Measured best: a left strip and a right strip (16 kB each) stay in the first-level
 * cache while the left panel (256 kB) passes by in the second; a longer depth means that `out` is unpacked less often.
 */
export const panelRows = 64;
export const panelColumns = 512;
export const panelDepth = 512;
/** The largest triangle that is solved with, factored or inverted inside the panels. They take 4.5 MB together. */
export const panelOrder = 512;
/** What is packed at a time; and of a small product all of the right matrix, 128×128, a strip of the left one, and a tile. */
const staged = 128 * 128 + 4 * 128 + 16;

/** Functions over addresses in the module's memory. */
export interface MatrixExports {
  multiply(left: number, right: number, out: number, rows: number, columns: number, depth: number, order: number): void;
  solve(left: number, right: number, n: number, columns: number, order: number): void;
  eliminate(a: number, m: number, n: number, ld: number, pivots: number, scratch: number): number;
  multiplyMany(
    count: number,
    m: number,
    n: number,
    k: number,
    a: number,
    aRow: number,
    aColumn: number,
    aStep: number,
    b: number,
    bRow: number,
    bStep: number,
    c: number,
    cRow: number,
    cStep: number,
  ): void;
  multiplyPacked(
    count: number,
    m: number,
    n: number,
    k: number,
    a: number,
    aRow: number,
    aColumn: number,
    aStep: number,
    b: number,
    bRow: number,
    bColumn: number,
    bStep: number,
    c: number,
    cRow: number,
    cStep: number,
    scratch: number,
  ): void;
  transposeMany(count: number, rows: number, columns: number, from: number, to: number): void;
  packRows(from: number, row: number, strips: number, depth: number, to: number, strip: number): void;
  packColumns(from: number, row: number, strips: number, depth: number, to: number, strip: number): void;
  addDots(rows: number, n: number, a: number, row: number, x: number, out: number): void;
  addRows(rows: number, n: number, a: number, row: number, s: number, out: number): void;
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

/** The module of linear algebra, with the left panel, the right one, that for results, and what is to be packed. Made on the first call. */
export const matrixModule: () => Instance<MatrixExports> | undefined = /* @__PURE__ */ once(() => {
  const left = Math.max(panelRows * panelDepth, panelOrder * panelOrder);
  const right = Math.max(panelDepth, panelOrder) * panelColumns;
  return instantiate(moduleHex, [left, right, panelRows * panelColumns, staged]);
});
