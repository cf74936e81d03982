const bytesPerPage = 65536;

/** Below stand the constants of a module itself. */
const tables = 4096;

/** A piece of a module's memory, and its address. */
export interface Piece {
  readonly at: number;
  readonly data: Float64Array;
}

/** A module with pieces of memory. */
export interface Instance<Exports> {
  readonly exports: Exports;
  readonly pieces: readonly Piece[];
}

/**
 * Compiles an embedded module, synchronously, with memory for pieces of the given lengths that never grows. `undefined` where
 * that cannot be: no WebAssembly, no SIMD, or a content security policy that forbids compilation.
 */
export function instantiate<Exports>(base64: string, lengths: readonly number[]): Instance<Exports> | undefined {
  const bytes = lengths.reduce((sum, length) => sum + 8 * length, tables);
  const pages = Math.ceil(bytes / bytesPerPage);
  try {
    const binary = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
    const module = new WebAssembly.Instance(new WebAssembly.Module(binary), { env: { memory } });
    let next = tables;
    const pieces = lengths.map((length) => {
      const at = next;
      next += 8 * length;
      return { at, data: new Float64Array(memory.buffer, at, length) };
    });
    return { exports: module.exports as unknown as Exports, pieces };
  } catch {
    // Every failure means the same to the caller: compute without WebAssembly.
    return undefined;
  }
}
