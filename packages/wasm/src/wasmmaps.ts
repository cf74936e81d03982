import { moduleBase64 } from "./elementwise.generated.ts";
import { instantiate, once, type Piece } from "./instance.ts";
import type { BinaryMap, Maps, UnaryMap } from "./maps.ts";

/** Elements that a kernel takes at a time (measured): two operands, 16 kB, stay in the first-level cache. */
const blockSize = 1024;

/** In place, on a block at an address; returns 0, or 1 if it left NaN. */
type UnaryKernel = (x: number, n: number) => number;

/** The same of two blocks, in place of the first. */
type BinaryKernel = (x: number, y: number, n: number) => number;

interface Exports {
  readonly exp: UnaryKernel;
  readonly exp2: UnaryKernel;
  readonly expm1: UnaryKernel;
  readonly log: UnaryKernel;
  readonly log1p: UnaryKernel;
  readonly log2: UnaryKernel;
  readonly log10: UnaryKernel;
  readonly sinh: UnaryKernel;
  readonly cosh: UnaryKernel;
  readonly tanh: UnaryKernel;
  readonly sigmoid: UnaryKernel;
  readonly softplus: UnaryKernel;
  readonly round: UnaryKernel;
  readonly pow: BinaryKernel;
  readonly maximum: BinaryKernel;
  readonly minimum: BinaryKernel;
  sine(x: number, n: number, quarters: number, y: number): number;
}

const maps = /* @__PURE__ */ once(make);

/**
 * Elementwise functions in WebAssembly SIMD, or `undefined` where it cannot be instantiated, as with `wasmPanels`. Arrays
 * pass through the memory of the module block by block.
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

function make(): Maps | undefined {
  // Kernels write whole vectors: room for one number more.
  const wasm = instantiate<Exports>(moduleBase64, [blockSize + 2, blockSize + 2]);
  if (wasm === undefined) return undefined;
  const { exports, pieces } = wasm;
  const [first, second] = pieces;
  return {
    exp: unary(first, exports.exp),
    exp2: unary(first, exports.exp2),
    expm1: unary(first, exports.expm1),
    log: unary(first, exports.log),
    log1p: unary(first, exports.log1p),
    log2: unary(first, exports.log2),
    log10: unary(first, exports.log10),
    sinh: unary(first, exports.sinh),
    cosh: unary(first, exports.cosh),
    tanh: unary(first, exports.tanh),
    sigmoid: unary(first, exports.sigmoid),
    softplus: unary(first, exports.softplus),
    sin: unary(first, (x, n) => exports.sine(x, n, 0, 0)),
    cos: unary(first, (x, n) => exports.sine(x, n, 1, 0)),
    round: unary(first, exports.round),
    pow: binary(first, second, exports.pow),
    maximum: binary(first, second, exports.maximum),
    minimum: binary(first, second, exports.minimum),
  };
}

function unary(first: Piece, kernel: UnaryKernel): UnaryMap {
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

function binary(first: Piece, second: Piece, kernel: BinaryKernel): BinaryMap {
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
