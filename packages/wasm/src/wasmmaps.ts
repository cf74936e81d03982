import { choices, exponentials, hyperbolics, logarithms, powers, tangents, trigonometrics } from "./families.ts";
import { once } from "./instance.ts";
import type { Maps } from "./maps.ts";

const maps = /* @__PURE__ */ once((): Maps | undefined => {
  const all = [choices, exponentials, hyperbolics, logarithms, powers, tangents, trigonometrics];
  const families = all.map((family) => family.maps());
  return families.includes(undefined) ? undefined : Object.assign({}, ...families);
});

/**
 * Elementwise functions in WebAssembly SIMD, those of all families, or `undefined` where they cannot be instantiated, as with
 * `wasmPanels`.
 *
 * @example
 * ```ts
 * import { wasmMaps } from "@wengert/wasm";
 *
 * const out = new Float64Array(3);
 * if (wasmMaps()?.log(Float64Array.of(1, Math.E, -1), out)) {
 *   [...out]; // => [0, 1, NaN]
 * }
 * ```
 */
export function wasmMaps(): Maps | undefined {
  return maps();
}
