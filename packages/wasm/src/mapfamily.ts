import { attempted, instanceIn, once, type Piece, piecesOf } from "./instance.ts";
import type { BinaryMap, Maps, UnaryMap } from "./maps.ts";
import { type BlockExports, type BlockKernel, type BlockMaps, blockMemory } from "./wasmblocks.ts";

/** A family of elementwise functions, in a module of its own; `undefined` where it cannot be instantiated, as with `wasmPanels`. */
export interface MapFamily<Names extends keyof Maps = keyof Maps> {
  /** Functions of arrays, which pass through the memory of the module block by block. */
  maps(): Pick<Maps, Names> | undefined;
  /** Functions of blocks, within the memory of `wasmBlocks`. */
  blocks(): BlockMaps | undefined;
}

/** Elements that a kernel takes at a time (measured): two operands, 16 kB, stay in the first-level cache. */
const blockSize = 1024;

/** One memory for all families, with two operands. Kernels write whole vectors: room for one number more. */
const operands = /* @__PURE__ */ once(() => piecesOf([blockSize + 2, blockSize + 2]));

/**
 * A family from its module, whose tables stand where no other family of the memory has its own.
 *
 * @param kernelsOf - what the exports of the module are good for; default each on its own
 * @param mapOf - what makes a function of arrays of a kernel, over the memory's two operands
 */
export function mapFamily<Names extends keyof Maps>(
  hex: string,
  kernelsOf: (exports: BlockExports) => BlockMaps = (maps) => ({ maps, pairs: [] }),
  mapOf: (kernel: BlockKernel, operands: readonly Piece[]) => UnaryMap | BinaryMap = unary,
): MapFamily<Names> {
  return {
    maps: once(() =>
      attempted(() => {
        const { memory, pieces } = operands();
        const { maps } = kernelsOf(instanceIn<BlockExports>(memory, hex));
        const entries = Object.entries(maps).map(([name, kernel]) => [name, mapOf(kernel, pieces)]);
        return Object.fromEntries(entries) as Pick<Maps, Names>;
      }),
    ),
    blocks: once(() => {
      const memory = blockMemory();
      return memory && attempted(() => kernelsOf(instanceIn<BlockExports>(memory, hex)));
    }),
  };
}

/** Of functions of one argument. */
export function unary(kernel: BlockKernel, [first]: readonly Piece[]): UnaryMap {
  const block = first.data.subarray(0, blockSize);
  return (x, out) => {
    let flags = 0;
    for (let i = 0; i < out.length; i += blockSize) {
      const n = Math.min(blockSize, out.length - i);
      load(block, x, i, n);
      if (n % 2 === 1) block[n] = 1; // the other half of the last vector: a number that no kernel finds hard
      flags |= kernel(first.at, n);
      store(block, out, i, n);
    }
    return flags !== 0;
  };
}

/** Of functions of two arguments. */
export function binary(kernel: BlockKernel, [first, second]: readonly Piece[]): BinaryMap {
  const [block, other] = [first, second].map(({ data }) => data.subarray(0, blockSize));
  return (x, y, out) => {
    let flags = 0;
    for (let i = 0; i < out.length; i += blockSize) {
      const n = Math.min(blockSize, out.length - i);
      load(block, x, i, n);
      if (i === 0 || y.length > 1) load(other, y, i, n);
      if (n % 2 === 1) block[n] = 1;
      flags |= kernel(first.at, second.at, n);
      store(block, out, i, n);
    }
    return flags !== 0;
  };
}

/** Copies n elements from i on to the block, or n times the only element. */
function load(block: Float64Array, x: Float64Array, i: number, n: number): void {
  if (x.length === 1) block.fill(x[0], 0, n);
  else block.set(x.length === n ? x : x.subarray(i, i + n));
}

function store(block: Float64Array, out: Float64Array, i: number, n: number): void {
  out.set(n === blockSize ? block : block.subarray(0, n), i);
}
