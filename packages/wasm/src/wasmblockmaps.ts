import { moduleBase64 } from "./elementwise.generated.ts";
import { instanceIn } from "./instance.ts";
import { type BlockExports, type BlockMaps, wasmBlocks } from "./wasmblocks.ts";

let maps: BlockMaps | undefined;

/**
 * Kernels of elementwise functions within the memory of `wasmBlocks`, or `undefined` where there is none.
 *
 * @example
 * ```ts
 * import { wasmBlockMaps, wasmBlocks } from "@wengert/wasm";
 *
 * const blocks = wasmBlocks();
 * if (blocks) {
 *   const numbers = blocks.room(blocks.start + 16);
 *   numbers.set([0, 1], blocks.start / 8);
 *   wasmBlockMaps()?.maps["exp"](blocks.start, 2);
 *   [...numbers.subarray(blocks.start / 8, blocks.start / 8 + 2)]; // => [1, 2.718281828459045]
 * }
 * ```
 */
export function wasmBlockMaps(): BlockMaps | undefined {
  const blocks = wasmBlocks();
  if (blocks === undefined || maps !== undefined) return maps;
  const { sine, ...others } = instanceIn<BlockExports>(blocks.memory, moduleBase64);
  maps = {
    maps: { ...others, sin: (x, n) => sine(x, n, 0, 0), cos: (x, n) => sine(x, n, 1, 0) },
    pairs: [{ names: ["sin", "cos"], kernel: (x, y, n) => sine(x, n, 0, y) }],
  };
  return maps;
}
