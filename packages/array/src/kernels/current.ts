import { expectOptions } from "@wengert/tree/author";
import { wasmPanels } from "@wengert/wasm";
import { blockedKernels } from "./blocked.ts";
import { useExtras } from "./extras.ts";
import type { Kernels } from "./kernels.ts";
import { plainPanels } from "./panels.ts";

const factorizations = [
  "potrf",
  "potrfOf",
  "potri",
  "getrf",
  "getrfOfTranspose",
  "getrs",
  "syev",
  "gesvd",
  "geqrf",
  "orgqr",
  "gees",
];
const names: readonly string[] = [
  "name",
  "gemm",
  "gemmMany",
  "syrk",
  "trsm",
  ...factorizations,
  "map",
  "differences",
  "reductions",
  "condensed",
];

let ours: Kernels | undefined;
let chosen: Kernels | undefined;

/** The kernels that come with this package: WebAssembly SIMD where the engine has it, else plain TypeScript. */
export function defaultKernels(): Kernels {
  ours ??= blockedKernels(wasmPanels() ?? plainPanels());
  return ours;
}

/**
 * The kernels in use: those given to `useKernels`, else the default ones. They are made on the first call, not on import.
 *
 * @example
 * ```ts
 * import { kernels } from "@wengert/array";
 *
 * const a = Float64Array.of(4, 0, 2, 5); // lower triangle of [[4, 2], [2, 5]]
 * kernels().potrf(2, a, 0, 2); // => 0
 * [...a]; // => [2, 0, 1, 2]
 * ```
 */
export function kernels(): Kernels {
  return chosen ?? defaultKernels();
}

/**
 * Replaces kernels, for all packages; those that are not given stay. Without an argument it restores the default ones.
 *
 * @throws {ArgumentError} for a kernel of another name
 * @example
 * ```ts
 * import { kernels, useKernels } from "@wengert/array";
 *
 * const { potrf } = kernels();
 * let factorizations = 0;
 * useKernels({
 *   potrf(n, a, offset, ld) {
 *     factorizations += 1;
 *     return potrf(n, a, offset, ld);
 *   },
 * });
 * kernels().potrf(1, Float64Array.of(4), 0, 1); // => 0
 * factorizations; // => 1
 * useKernels(); // back to the default
 * ```
 */
export function useKernels(given?: Partial<Kernels>): void {
  if (!given) {
    chosen = undefined;
    useExtras({});
    return;
  }
  // An instance of a class may have other members, a plain object has no reason to.
  if (Object.getPrototypeOf(given) === Object.prototype) expectOptions("useKernels", given, names);
  const present = kernels();
  // Bound, so that the methods of a class may be given as well as plain functions.
  chosen = {
    name: given.name ?? present.name,
    gemm: given.gemm?.bind(given) ?? present.gemm,
    // Who replaces gemm means all products.
    gemmMany: given.gemmMany?.bind(given) ?? (given.gemm === undefined ? present.gemmMany : undefined),
    syrk: given.syrk?.bind(given) ?? present.syrk,
    trsm: given.trsm?.bind(given) ?? present.trsm,
    potrf: given.potrf?.bind(given) ?? present.potrf,
    // Who replaces potrf means all factorizations of its kind.
    potrfOf: given.potrfOf?.bind(given) ?? (given.potrf === undefined ? present.potrfOf : undefined),
    potri: given.potri?.bind(given) ?? present.potri,
    getrf: given.getrf?.bind(given) ?? present.getrf,
    // The same of getrf.
    getrfOfTranspose:
      given.getrfOfTranspose?.bind(given) ?? (given.getrf === undefined ? present.getrfOfTranspose : undefined),
    getrs: given.getrs?.bind(given) ?? present.getrs,
    syev: given.syev?.bind(given) ?? present.syev,
    gesvd: given.gesvd?.bind(given) ?? present.gesvd,
    geqrf: given.geqrf?.bind(given) ?? present.geqrf,
    orgqr: given.orgqr?.bind(given) ?? present.orgqr,
    gees: given.gees?.bind(given) ?? present.gees,
    map: given.map ?? present.map,
    differences: given.differences ?? present.differences,
    reductions: given.reductions ?? present.reductions,
    condensed: given.condensed ?? present.condensed,
  };
  useExtras(chosen);
}
