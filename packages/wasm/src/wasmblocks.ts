import { attempted, bytesPerPage, instanceIn, once, tables } from "./instance.ts";
import { moduleHex } from "./modules/sums.generated.ts";

/** A function in WebAssembly, of addresses in bytes and lengths in numbers. */
export type BlockKernel = (...args: readonly number[]) => number;

/** What a module of such functions exports. */
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

/** The memory of all blocks. */
export const blockMemory: () => WebAssembly.Memory | undefined = /* @__PURE__ */ once(() =>
  attempted(() => new WebAssembly.Memory({ initial: 1 })),
);

const blocks = /* @__PURE__ */ once(make);

/**
 * Kernels of sums within one memory, or `undefined` where WebAssembly cannot be instantiated, as with `wasmPanels`. Those of
 * elementwise functions, `trigonometrics.blocks()` and others, work in the same memory.
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
  const memory = blockMemory();
  return memory && attempted(() => kernelsIn(memory));
}

function kernelsIn(memory: WebAssembly.Memory): BlockKernels {
  const sums = instanceIn<Pick<BlockKernels, "sumRuns" | "sumRows">>(memory, moduleHex);
  let view = new Float64Array(memory.buffer);
  return {
    memory,
    start: tables,
    sumRuns: sums.sumRuns,
    sumRows: sums.sumRows,
    room: (bytes) => {
      const missing = bytes - memory.buffer.byteLength;
      if (missing > 0) {
        memory.grow(Math.ceil(missing / bytesPerPage));
        view = new Float64Array(memory.buffer);
      }
      return view;
    },
  };
}
