import { instantiate, once } from "./instance.ts";
import { moduleHex as extremes } from "./modules/extremes.generated.ts";
import { moduleHex as sums } from "./modules/sums.generated.ts";
import { blockSize, type Reducer, through } from "./reduced.ts";
import type { Reductions } from "./reductions.ts";

/** So many rows are added up as they come; more, by halves. */
const leafRows = 128;

type Runs = (x: number, count: number, n: number, out: number, least?: number) => void;

const sum = /* @__PURE__ */ once((): Pick<Reductions, "sum"> | undefined => {
  const wasm = instantiate<{ sumRuns: Runs; sumRows: Runs }>(sums, [blockSize, blockSize]);
  if (wasm === undefined) return undefined;
  const { exports, pieces } = wasm;
  const [x, y] = pieces;
  const reducer: Reducer = {
    initial: 0,
    most: leafRows,
    runs: (count, n) => exports.sumRuns(x.at, count, n, y.at),
    rows: (count, width) => exports.sumRows(x.at, count, width, y.at),
    join: (a, b) => a + b,
  };
  return { sum: through(reducer, pieces) };
});

const extreme = /* @__PURE__ */ once((): Pick<Reductions, "max" | "min"> | undefined => {
  const wasm = instantiate<{ extremeRuns: Runs; extremeRows: Runs }>(extremes, [blockSize, blockSize]);
  if (wasm === undefined) return undefined;
  const { exports, pieces } = wasm;
  const [x, y] = pieces;
  const reducer = (least: number, join: (a: number, b: number) => number): Reducer => ({
    initial: least === 1 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY,
    most: Number.POSITIVE_INFINITY,
    runs: (count, n) => exports.extremeRuns(x.at, count, n, y.at, least),
    rows: (count, width) => exports.extremeRows(x.at, count, width, y.at, least),
    join,
  });
  return { max: through(reducer(0, Math.max), pieces), min: through(reducer(1, Math.min), pieces) };
});

/**
 * Sums along an axis in WebAssembly SIMD, or `undefined` where it cannot be instantiated, as with `wasmPanels`. Arrays pass through
 * the memory of the module block by block.
 *
 * @example
 * ```ts
 * import { wasmSums } from "@wengert/wasm";
 *
 * const out = new Float64Array(2);
 * wasmSums()?.sum(Float64Array.of(1, 2, 3, 4, 5, 6), 2, 3, 1, out); // rows of [[1, 2, 3], [4, 5, 6]]
 * [...out]; // => [6, 15]
 * ```
 */
export function wasmSums(): Pick<Reductions, "sum"> | undefined {
  return sum();
}

/**
 * Extreme values along an axis, likewise.
 *
 * @example
 * ```ts
 * import { wasmExtremes } from "@wengert/wasm";
 *
 * const out = new Float64Array(2);
 * wasmExtremes()?.max(Float64Array.of(1, 2, 3, 4, 5, 6), 2, 3, 1, out); // rows of [[1, 2, 3], [4, 5, 6]]
 * [...out]; // => [3, 6]
 * ```
 */
export function wasmExtremes(): Pick<Reductions, "max" | "min"> | undefined {
  return extreme();
}

/**
 * Sums and extreme values, both.
 *
 * @example
 * ```ts
 * import { wasmReductions } from "@wengert/wasm";
 *
 * const out = new Float64Array(2);
 * wasmReductions()?.sum(Float64Array.of(1, 2, 3, 4, 5, 6), 2, 3, 1, out); // rows of [[1, 2, 3], [4, 5, 6]]
 * [...out]; // => [6, 15]
 * ```
 */
export function wasmReductions(): Reductions | undefined {
  const [sums, extremes] = [sum(), extreme()];
  return sums && extremes && { ...sums, ...extremes };
}
