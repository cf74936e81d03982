import { bytesPerPage, instanceIn, once, tables } from "./instance.ts";
import { moduleBase64 } from "./reductions.generated.ts";

/** A function in WebAssembly, of addresses in bytes and lengths in numbers. */
export type BlockKernel = (...args: readonly number[]) => number;

/** What a module of such functions exports. Its tables stand at the beginning of the memory, where those of one module have room. */
export type BlockExports = Readonly<Record<string, BlockKernel>>;

/** Kernels of elementwise functions within one memory. */
export interface BlockMaps {
  /** In place on a block of numbers, by address and length; 1 where it leaves NaN that the scalar function has to replace. */
  readonly maps: Readonly<Record<string, BlockKernel>>;
  /** Two of them at once: the first in place of the operand, (x, y, n), the second at y. */
  readonly pairs: readonly { readonly names: readonly [string, string]; readonly kernel: BlockKernel }[];
}

/** One memory for kernels and for code that is made at run time. */
export interface BlockKernels {
  readonly memory: WebAssembly.Memory;
  /** Where the memory begins that is free, in bytes. */
  readonly start: number;
  /** (x, count, n, out): out ← the sum of each of `count` runs of n numbers. */
  readonly sumRuns: BlockKernel;
  /** (x, rows, width, out): out ← out + the sum of rows. */
  readonly sumRows: BlockKernel;
  /** The whole memory, with room for that many bytes. Of use until more is asked for. */
  room(bytes: number): Float64Array;
}

const blocks = /* @__PURE__ */ once(make);

/**
 * Kernels of sums within one memory, or `undefined` where WebAssembly cannot be instantiated, as with `wasmPanels`. Those of
 * `wasmBlockMaps` work in the same memory.
 *
 * @example
 * ```ts
 * import { wasmBlocks } from "@wengert/wasm";
 *
 * const blocks = wasmBlocks();
 * if (blocks) {
 *   const numbers = blocks.room(blocks.start + 32);
 *   numbers.set([0, 1, 2, 3], blocks.start / 8);
 *   blocks.sumRuns(blocks.start, 2, 2, blocks.start);
 *   [...numbers.subarray(blocks.start / 8, blocks.start / 8 + 2)]; // => [1, 5]
 * }
 * ```
 */
export function wasmBlocks(): BlockKernels | undefined {
  return blocks();
}

function make(): BlockKernels | undefined {
  try {
    const memory = new WebAssembly.Memory({ initial: 1 });
    const { sumRuns, sumRows } = instanceIn<BlockExports>(memory, moduleBase64);
    let view = new Float64Array(memory.buffer);
    return {
      memory,
      start: tables,
      sumRuns,
      sumRows,
      room: (bytes) => {
        const missing = bytes - memory.buffer.byteLength;
        if (missing > 0) {
          memory.grow(Math.ceil(missing / bytesPerPage));
          view = new Float64Array(memory.buffer);
        }
        return view;
      },
    };
  } catch {
    return undefined;
  }
}
