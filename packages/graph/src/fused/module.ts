import { type BlockKernel, type BlockKernels, type BlockMaps, wasmBlocks } from "@wengert/wasm";
import type { Definition } from "../cells/cells.ts";
import { type Body, I32, moduleOf, type Signature } from "../wasm/encode.ts";
import type { Functions } from "./vectors.ts";

type Scalar = (x: number, y: number) => number;

/** A kernel, and how many arguments it takes. */
interface Kernel {
  readonly f: BlockKernel;
  readonly arity: 2 | 3;
}

/** Collects the functions that the loops of a plan call, and links them. */
export class LoopModule implements Functions {
  readonly blocks: BlockKernels;
  readonly apply: number = 0;
  readonly mend: number = 1;
  readonly #kernels: Kernel[] = [];
  readonly #families = new Set<BlockMaps>();
  readonly #scalars: Scalar[] = [];

  private constructor(blocks: BlockKernels) {
    this.blocks = blocks;
  }

  /** Undefined where WebAssembly is not to be had. */
  static start(): LoopModule | undefined {
    const blocks = wasmBlocks();
    return blocks && new LoopModule(blocks);
  }

  /** Whether it has a kernel; its siblings are added with it. */
  has({ sign, kernels }: Definition): boolean {
    const family = kernels?.() as BlockMaps | undefined;
    if (family === undefined) return false;
    this.#families.add(family);
    return sign in family.maps;
  }

  kernel(name: string): number {
    for (const { maps } of this.#families) if (name in maps) return this.#number(maps[name], name === "pow" ? 3 : 2);
    throw new RangeError(`There is no kernel ${name}.`);
  }

  pair(first: string, second: string): number | undefined {
    for (const { pairs } of this.#families) {
      const found = pairs.find(({ names }) => names[0] === first && names[1] === second);
      if (found !== undefined) return this.#number(found.kernel, 3);
    }
    return undefined;
  }

  #number(f: BlockKernel, arity: 2 | 3): number {
    const known = this.#kernels.findIndex((kernel) => kernel.f === f);
    return 2 + (known >= 0 ? known : this.#kernels.push({ f, arity }) - 1);
  }

  scalar(f: Scalar): number {
    const known = this.#scalars.indexOf(f);
    return known >= 0 ? known : this.#scalars.push(f) - 1;
  }

  /** Compiles bodies; undefined where that is forbidden. */
  linked(bodies: readonly Body[]): readonly ((n: number) => void)[] | undefined {
    const { memory } = this.blocks;
    const scalars = this.#scalars;
    const view = (): Float64Array => this.blocks.room(0);
    const apply = (k: number, x: number, y: number, out: number, n: number): void =>
      applied(scalars[k], view(), x >> 3, y >> 3, out >> 3, n);
    const mend = (k: number, x: number, y: number, out: number, n: number): void =>
      mended(scalars[k], view(), x >> 3, y >> 3, out >> 3, n);
    const functions = [apply, mend, ...this.#kernels.map(({ f }) => f)];
    const imported = Object.fromEntries(functions.map((f, i) => [String(i), f]));
    try {
      const arities = [5, 5, ...this.#kernels.map(({ arity }) => arity)];
      const signatures = arities.map((arity): Signature => [new Array(arity).fill(I32), arity < 5 ? [I32] : []]);
      const module = new WebAssembly.Module(moduleOf(signatures, bodies, 1));
      const { exports } = new WebAssembly.Instance(module, { e: { m: memory }, f: imported as never });
      return bodies.map((_, i) => exports[String(i)] as (n: number) => void);
    } catch {
      return undefined;
    }
  }
}

function applied(f: Scalar, view: Float64Array, x: number, y: number, out: number, n: number): void {
  for (let i = 0; i < n; i++) view[out + i] = f(view[x + i], view[y + i]);
}

function mended(f: Scalar, view: Float64Array, x: number, y: number, out: number, n: number): void {
  for (let i = 0; i < n; i++) if (Number.isNaN(view[out + i])) view[out + i] = f(view[x + i], view[y + i]);
}
