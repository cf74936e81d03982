import { wasmPanels } from "@wengert/wasm";
import { blockedKernels } from "../src/kernels/blocked.ts";
import type { Kernels } from "../src/kernels/kernels.ts";
import { plainPanels } from "../src/kernels/panels.ts";

const panels = wasmPanels();
if (!panels) throw new Error("the kernels in WebAssembly cannot be tested here");

/** What is tested. The tiny panels make every block edge of a large matrix appear in a small one. */
export const implementations: [string, Kernels][] = [
  ["wasm", blockedKernels(panels)],
  ["plain", blockedKernels(plainPanels())],
  ["tiny panels", blockedKernels(plainPanels(8, 12, 10, 12))],
];

/** Uniform numbers in [-1, 1), the same in every run (xorshift: Marsaglia, "Xorshift RNGs", J. Stat. Softw. 8, 2003). */
export function generator(seed: number): () => number {
  let state = Math.imul(seed, 0x9e3779b1) | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state / 2 ** 31;
  };
}

/** A matrix somewhere in a larger array, filled with random numbers all over. */
export interface Placed {
  readonly data: Float64Array;
  readonly offset: number;
  readonly ld: number;
}

export function place(rows: number, columns: number, random: () => number): Placed {
  const offset = Math.floor(2 + 2 * random());
  const ld = columns + Math.floor(2 + 2 * random());
  return { data: Float64Array.from({ length: offset + rows * ld + 3 }, random), offset, ld };
}

export const entry = ({ data, offset, ld }: Placed, i: number, j: number): number => data[offset + i * ld + j];

/** Sets the entries above the diagonal to NaN: whoever reads them shows it. */
export function poisonUpper({ data, offset, ld }: Placed, n: number): void {
  for (let i = 0; i < n; i++) data.fill(Number.NaN, offset + i * ld + i + 1, offset + i * ld + n);
}

/** The largest difference; entries that are not finite must be the same, or it is ∞. */
export function difference(a: Float64Array, b: Float64Array): number {
  let largest = a.length === b.length ? 0 : Number.POSITIVE_INFINITY;
  for (let i = 0; i < a.length; i++) {
    if (Object.is(a[i], b[i])) continue;
    const d = Math.abs(a[i] - b[i]);
    largest = Number.isNaN(d) ? Number.POSITIVE_INFINITY : Math.max(largest, d);
  }
  return largest;
}
