import { type Body, encoded } from "./encode.ts";
import type { Imports } from "./straight.ts";

const bytesPerPage = 65536;

/** Compiled functions, and the memory that they work on. */
export interface Linked {
  readonly functions: readonly ((argument?: number) => number | undefined)[];
  readonly memory: Float64Array;
}

/**
 * Compiles functions, synchronously, with memory for so many numbers. `undefined` where that cannot be: no WebAssembly, or a
 * content security policy that forbids compilation.
 */
export function linked(bodies: readonly Body[], { functions, arities }: Imports, room: number): Linked | undefined {
  const pages = Math.max(1, Math.ceil((8 * room) / bytesPerPage));
  try {
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
    const module = new WebAssembly.Module(encoded(arities, bodies, pages));
    const imported = Object.fromEntries(functions.map((f, i) => [String(i), f]));
    const { exports } = new WebAssembly.Instance(module, { e: { m: memory }, f: imported });
    const made = bodies.map((_, i) => exports[String(i)] as Linked["functions"][number]);
    return { functions: made, memory: new Float64Array(memory.buffer) };
  } catch {
    // Every failure means the same to the caller: run without it.
    return undefined;
  }
}
