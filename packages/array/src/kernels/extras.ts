import {
  type Condensed,
  type Differences,
  type MapFamily,
  type Maps,
  type Reduction,
  type Reductions,
  wasmCondensed,
  wasmDifferences,
  wasmExtremes,
  wasmMaps,
  wasmReductions,
  wasmSums,
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
 * Those of one family, so that a bundle has no other: given to `useKernels`, else in WebAssembly.
 *
 * @example
 * ```ts
 * import { kernelsOf, trigonometrics } from "@wengert/array/author";
 *
 * const out = new Float64Array(2);
 * kernelsOf(trigonometrics)?.cos?.(Float64Array.of(0, Math.PI), out);
 * [...out]; // => [1, -1]
 * ```
 */
export function kernelsOf<Names extends keyof Maps>(family: MapFamily<Names>): Partial<Pick<Maps, Names>> | undefined {
  return maps ?? family.maps();
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
 * The sum among them, without the others.
 *
 * @example
 * ```ts
 * import { sumKernel } from "@wengert/array/author";
 *
 * const out = new Float64Array(1);
 * sumKernel()?.(Float64Array.of(1, 2, 3), 1, 3, 1, out);
 * [...out]; // => [6]
 * ```
 */
export function sumKernel(): Reduction | undefined {
  return (reductions ?? wasmSums())?.sum;
}

/**
 * The extreme values among them, without the sum.
 *
 * @example
 * ```ts
 * import { extremeKernel } from "@wengert/array/author";
 *
 * const out = new Float64Array(1);
 * extremeKernel("max")?.(Float64Array.of(1, 3, 2), 1, 3, 1, out);
 * [...out]; // => [3]
 * ```
 */
export function extremeKernel(name: "max" | "min"): Reduction | undefined {
  return (reductions ?? wasmExtremes())?.[name];
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

/** Sets what these return. Where nothing is given, they return the default ones. */
export function useExtras(kernels: Pick<Kernels, "map" | "differences" | "reductions" | "condensed">): void {
  condensed = kernels.condensed;
  maps = kernels.map;
  differences = kernels.differences;
  reductions = kernels.reductions;
}
