import type { Differences } from "./differences.ts";
import type { Instance } from "./instance.ts";
import { type MatrixExports, matrixModule, panelColumns, panelDepth, panelRows } from "./matrix.ts";

let differences: Differences | undefined;

/**
 * Sums over differences of points in WebAssembly SIMD, or `undefined` where it cannot be instantiated, as with `wasmPanels`.
 *
 * @example
 * ```ts
 * import { wasmDifferences } from "@wengert/wasm";
 *
 * const out = new Float64Array(2);
 * wasmDifferences()?.squaredDistances(1, 2, 2, Float64Array.of(0, 0), 0, Float64Array.of(3, 4, 1, 0), 0, out, 0);
 * [...out]; // => [25, 1]
 * ```
 */
export function wasmDifferences(): Differences | undefined {
  const wasm = matrixModule();
  if (wasm === undefined) return undefined;
  differences ??= {
    squaredDistances: (n, m, d, x, xOffset, y, yOffset, out, outOffset) => {
      // Coordinates beyond the depth of the panels: part by part.
      for (let k = 0; k < d || k === 0; k += panelDepth) {
        const depth = Math.min(panelDepth, d - k);
        squares(wasm, n, m, d, depth, x, xOffset + k, y, yOffset + k, out, outOffset, k > 0);
      }
    },
    weightedDifferences: (trans, n, m, d, w, wOffset, x, xOffset, y, yOffset, out, outOffset) => {
      for (let k = 0; k < d; k += widest) {
        const width = Math.min(widest, d - k);
        weighted(wasm, trans, n, m, d, width, w, wOffset, x, xOffset + k, y, yOffset + k, out, outOffset + k);
      }
    },
  };
  return differences;
}

/** Packs `count` points into strips of 4 points, as the panels have them: coordinate k of point i at 4·depth·⌊i/4⌋ + 4k + i mod 4. */
function packPoints(panel: Float64Array, count: number, depth: number, x: Float64Array, at: number, d: number): void {
  for (let i = 0; i < count; i++) {
    const strip = (i & ~3) * depth + (i & 3);
    for (let k = 0; k < depth; k++) panel[strip + 4 * k] = x[at + i * d + k];
  }
  // A strip that is not full: nobody reads what comes of the rest, but it may be slow to compute with.
  for (let i = count; (i & 3) !== 0; i++) {
    for (let k = 0; k < depth; k++) panel[(i & ~3) * depth + (i & 3) + 4 * k] = 0;
  }
}

function squares(
  { exports, pieces: [left, right, panel] }: Instance<MatrixExports>,
  n: number,
  m: number,
  d: number,
  depth: number,
  x: Float64Array,
  xOffset: number,
  y: Float64Array,
  yOffset: number,
  out: Float64Array,
  outOffset: number,
  adds: boolean,
): void {
  for (let j = 0; j < m; j += panelColumns) {
    const columns = Math.min(panelColumns, m - j);
    const ld = (columns + 3) & ~3;
    packPoints(right.data, columns, depth, y, yOffset + j * d, d);
    for (let i = 0; i < n; i += panelRows) {
      const rows = Math.min(panelRows, n - i);
      packPoints(left.data, rows, depth, x, xOffset + i * d, d);
      exports.squaredDistances(left.at, right.at, panel.at, (rows + 3) & ~3, ld, depth);
      for (let r = 0; r < rows; r++) {
        const to = outOffset + (i + r) * m + j;
        const row = panel.data.subarray(r * ld, r * ld + columns);
        if (adds) for (let c = 0; c < columns; c++) out[to + c] += row[c];
        else out.set(row, to);
      }
    }
  }
}

// The weights keep the order that they have in memory, so that whole pieces of rows are copied to the left panel: 64 rows of
// 512. The points stand in strips of 4 coordinates in the two others: at most 512 points of 64 coordinates, three times.
const widest = 64;

/** Packs points into strips of 4 of their `width` coordinates: coordinate k of point i at 4·order·⌊k/4⌋ + 4i + k mod 4. */
function packCoordinates(
  panel: Float64Array,
  start: number,
  order: number,
  count: number,
  width: number,
  x: Float64Array,
  at: number,
  d: number,
): void {
  for (let k = 0; k < ((width + 3) & ~3); k++) {
    const strip = start + (k & ~3) * order + (k & 3);
    for (let i = 0; i < count; i++) panel[strip + 4 * i] = k < width ? x[at + i * d + k] : 0;
  }
}

function weighted(
  { exports, pieces: [left, right, panel] }: Instance<MatrixExports>,
  trans: boolean,
  n: number,
  m: number,
  d: number,
  width: number,
  w: Float64Array,
  wOffset: number,
  x: Float64Array,
  xOffset: number,
  y: Float64Array,
  yOffset: number,
  out: Float64Array,
  outOffset: number,
): void {
  const [mostRows, mostDepth] = trans ? [panelDepth, panelRows] : [panelRows, panelDepth];
  const ys = panelDepth * widest; // where in the right panel the points of y stand
  const ld = trans ? n : m;
  for (let i = 0; i < n; i += mostRows) {
    const rows = Math.min(mostRows, n - i);
    const even = (rows + 1) & ~1; // the kernel takes two at a time
    packCoordinates(right.data, 0, even, rows, width, x, xOffset + i * d, d);
    panel.data.fill(0, 0, even * ((width + 3) & ~3));
    for (let p = 0; p < m; p += mostDepth) {
      const depth = Math.min(mostDepth, m - p);
      packCoordinates(right.data, ys, depth, depth, width, y, yOffset + p * d, d);
      const [count, length] = trans ? [depth, rows] : [rows, depth];
      const from = wOffset + (trans ? p * ld + i : i * ld + p);
      for (let r = 0; r < count; r++) {
        left.data.set(w.subarray(from + r * ld, from + r * ld + length), r * panelDepth);
      }
      const [rowStep, depthStep] = trans ? [8, 8 * panelDepth] : [8 * panelDepth, 8];
      for (let k = 0; k < width; k += 4) {
        const strip = 8 * k * even;
        const yStrip = right.at + 8 * (ys + k * depth);
        exports.weightedDifferences(
          left.at,
          rowStep,
          depthStep,
          right.at + strip,
          yStrip,
          panel.at + strip,
          rows,
          depth,
        );
      }
    }
    for (let k = 0; k < width; k++) {
      const strip = (k & ~3) * even + (k & 3);
      for (let r = 0; r < rows; r++) out[outOffset + (i + r) * d + k] = panel.data[strip + 4 * r];
    }
  }
}
