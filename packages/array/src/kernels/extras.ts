import {
  type BlockMaps,
  type Condensed,
  type Differences,
  type Maps,
  type Reductions,
  wasmBlockMaps,
  wasmCondensed,
  wasmDifferences,
  wasmMaps,
  wasmReductions,
} from "@wengert/wasm";
import type { Kernels } from "./kernels.ts";

/*
 * The kernels beside those of LAPACK. One accessor each, so bundles include only what they use.
 */

let condensed: Partial<Condensed> | undefined;
let maps: Partial<Maps> | undefined;
let differences: Partial<Differences> | undefined;
let reductions: Partial<Reductions> | undefined;

/**
 * The elementwise functions in use: those given to `useKernels`, else those in WebAssembly. Where there is no
 * entry, an operation loops over its scalar function.
 *
 * @example
 * ```ts
 * import { elementwiseKernels } from "@wengert/array/author";
 *
 * const out = new Float64Array(2);
 * elementwiseKernels()?.exp?.(Float64Array.of(0, 1), out);
 * [...out]; // => [1, 2.718281828459045]
 * ```
 */
export function elementwiseKernels(): Partial<Maps> | undefined {
  return maps ?? wasmMaps();
}

/**
 * Elementwise functions of blocks within one memory, those that come with this package; undefined without WebAssembly.
 *
 * @example
 * import { elementwiseBlocks } from "@wengert/array/author";
 *
 * elementwiseBlocks() !== undefined; // => true
 */
export function elementwiseBlocks(): BlockMaps | undefined {
  return wasmBlockMaps();
}

/**
 * The sums over differences of points in use: those given to `useKernels`, else those in WebAssembly. Where there is
 * no entry, plain loops are used.
 *
 * @example
 * ```ts
 * import { differenceKernels } from "@wengert/array/author";
 *
 * const out = new Float64Array(1);
 * differenceKernels()?.squaredDistances?.(1, 1, 2, Float64Array.of(0, 0), 0, Float64Array.of(3, 4), 0, out, 0);
 * [...out]; // => [25]
 * ```
 */
export function differenceKernels(): Partial<Differences> | undefined {
  return differences ?? wasmDifferences();
}

/**
 * The reductions in use: those given to `useKernels`, else those in WebAssembly. Where there is no entry, plain loops are used.
 *
 * @example
 * ```ts
 * import { reductionKernels } from "@wengert/array/author";
 *
 * const out = new Float64Array(3);
 * reductionKernels()?.sum?.(Float64Array.of(1, 2, 3, 4, 5, 6), 1, 2, 3, out); // columns of [[1, 2, 3], [4, 5, 6]]
 * [...out]; // => [5, 7, 9]
 * ```
 */
export function reductionKernels(): Partial<Reductions> | undefined {
  return reductions ?? wasmReductions();
}

/**
 * The reductions to few diagonals in use: those given to `useKernels`, else those in WebAssembly. Where there is no entry, plain
 * loops are used.
 *
 * @example
 * ```ts
 * import { condensingKernels } from "@wengert/array/author";
 *
 * const [d, e, tau] = [new Float64Array(2), new Float64Array(2), new Float64Array(2)];
 * condensingKernels()?.sytrd?.(2, Float64Array.of(1, 0, 2, 3), 0, 2, d, e, tau);
 * [...d, e[0]]; // => [1, 3, 2]
 * ```
 */
export function condensingKernels(): Partial<Condensed> | undefined {
  return condensed ?? wasmCondensed();
}

/**
 * Whether elementwise functions and reductions are those that come with this package.
 *
 * @example
 * import { usesOwnLoops } from "@wengert/array/author";
 *
 * usesOwnLoops(); // => true
 */
export function usesOwnLoops(): boolean {
  return maps === undefined && reductions === undefined;
}

/** Sets what the four return. Where nothing is given, they return the default ones. */
export function useExtras(kernels: Pick<Kernels, "map" | "differences" | "reductions" | "condensed">): void {
  condensed = kernels.condensed;
  maps = kernels.map;
  differences = kernels.differences;
  reductions = kernels.reductions;
}
