import { binary, type MapFamily, mapFamily, unary } from "./mapfamily.ts";
import { moduleHex as choice } from "./modules/choices.generated.ts";
import { moduleHex as exponential } from "./modules/exponential.generated.ts";
import { moduleHex as hyperbolic } from "./modules/hyperbolic.generated.ts";
import { moduleHex as logarithm } from "./modules/logarithm.generated.ts";
import { moduleHex as power } from "./modules/power.generated.ts";
import { moduleHex as tangent } from "./modules/tangent.generated.ts";
import { moduleHex as trigonometric } from "./modules/trigonometric.generated.ts";
import type { BlockExports, BlockMaps } from "./wasmblocks.ts";

/*
 * The elementwise functions by families, a module each: whoever uses one of them has the code of its family, and no other.
 */

/**
 * The exponential function, and what is made of it. Like its siblings it gives functions of arrays, and functions of blocks within
 * the memory of `wasmBlocks`.
 *
 * @example
 * ```ts
 * import { exponentials, wasmBlocks } from "@wengert/wasm";
 *
 * const out = new Float64Array(2);
 * exponentials.maps()?.exp(Float64Array.of(0, 1), out);
 * [...out]; // => [1, 2.718281828459045]
 *
 * const blocks = wasmBlocks();
 * if (blocks) {
 *   const numbers = blocks.room(blocks.start + 16);
 *   numbers.set([0, 1], blocks.start / 8);
 *   exponentials.blocks()?.maps["exp"](blocks.start, 2);
 *   [...numbers.subarray(blocks.start / 8, blocks.start / 8 + 2)]; // => [1, 2.718281828459045]
 * }
 * ```
 */
export const exponentials: MapFamily<"cosh" | "exp" | "exp2" | "sigmoid" | "sinh"> =
  /* @__PURE__ */ mapFamily(exponential);

/**
 * eˣ − 1.
 *
 * @example
 * ```ts
 * import { hyperbolics } from "@wengert/wasm";
 *
 * const out = new Float64Array(2);
 * hyperbolics.maps()?.expm1(Float64Array.of(0, 1e-20), out);
 * [...out]; // => [0, 1e-20]
 * ```
 */
export const hyperbolics: MapFamily<"expm1"> = /* @__PURE__ */ mapFamily(hyperbolic);

/**
 * The hyperbolic tangent.
 *
 * @example
 * ```ts
 * import { tangents } from "@wengert/wasm";
 *
 * const out = new Float64Array(2);
 * tangents.maps()?.tanh(Float64Array.of(0, 100), out);
 * [...out]; // => [0, 1]
 * ```
 */
export const tangents: MapFamily<"tanh"> = /* @__PURE__ */ mapFamily(tangent);

/**
 * Choices between numbers, and rounding, without branches.
 *
 * @example
 * ```ts
 * import { choices } from "@wengert/wasm";
 *
 * const out = new Float64Array(2);
 * choices.maps()?.maximum(Float64Array.of(-1, 2), Float64Array.of(0), out);
 * [...out]; // => [0, 2]
 * ```
 */
export const choices: MapFamily<"maximum" | "minimum" | "round"> = /* @__PURE__ */ mapFamily(
  choice,
  undefined,
  (kernel, operands) => (kernel.length === 3 ? binary(kernel, operands) : unary(kernel, operands)),
);

/**
 * Logarithms.
 *
 * @example
 * ```ts
 * import { logarithms } from "@wengert/wasm";
 *
 * const out = new Float64Array(2);
 * logarithms.maps()?.log(Float64Array.of(1, Math.E), out);
 * [...out]; // => [0, 1]
 * ```
 */
export const logarithms: MapFamily<"log" | "log10" | "log1p" | "log2" | "softplus"> =
  /* @__PURE__ */ mapFamily(logarithm);

/**
 * Powers.
 *
 * @example
 * ```ts
 * import { powers } from "@wengert/wasm";
 *
 * const out = new Float64Array(2);
 * powers.maps()?.pow(Float64Array.of(2, 3), Float64Array.of(10), out);
 * [...out]; // => [1024, 59049]
 * ```
 */
export const powers: MapFamily<"pow"> = /* @__PURE__ */ mapFamily(power, undefined, binary);

/**
 * Sine and cosine.
 *
 * @example
 * ```ts
 * import { trigonometrics } from "@wengert/wasm";
 *
 * const out = new Float64Array(2);
 * trigonometrics.maps()?.sin(Float64Array.of(0, Math.PI / 2), out);
 * [...out]; // => [0, 1]
 * ```
 */
export const trigonometrics: MapFamily<"cos" | "sin"> = /* @__PURE__ */ mapFamily(trigonometric, sineAndCosine);

function sineAndCosine({ sine }: BlockExports): BlockMaps {
  return {
    maps: { sin: (x, n) => sine(x, n, 0, 0), cos: (x, n) => sine(x, n, 1, 0) },
    pairs: [{ names: ["sin", "cos"], kernel: (x, y, n) => sine(x, n, 0, y) }],
  };
}
