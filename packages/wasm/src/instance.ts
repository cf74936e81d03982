export const bytesPerPage = 65536;

/** Below stand the constants of a module itself, and the tables that it makes of them. */
export const tables = 16384;

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

/** What makes something at its first call, and keeps it. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** The exports of an embedded module, compiled synchronously, over a memory. Throws where that cannot be. */
export function instanceIn<Exports>(memory: WebAssembly.Memory, hex: string): Exports {
  const binary = Uint8Array.from({ length: hex.length / 2 }, (_, i) =>
    Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16),
  );
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(binary), { env: { memory } });
  return exports as unknown as Exports;
}

/** A memory that never grows, with pieces of the given lengths. Throws where there is no WebAssembly. */
export function piecesOf(lengths: readonly number[]): {
  readonly memory: WebAssembly.Memory;
  readonly pieces: Piece[];
} {
  const bytes = lengths.reduce((sum, length) => sum + 8 * length, tables);
  const pages = Math.ceil(bytes / bytesPerPage);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  let next = tables;
  const pieces = lengths.map((length) => {
    const at = next;
    next += 8 * length;
    return { at, data: new Float64Array(memory.buffer, at, length) };
  });
  return { memory, pieces };
}

/** What a function makes, or undefined where it throws: every failure means the same to a caller, to compute without WebAssembly. */
export function attempted<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}

/**
 * Compiles an embedded module, synchronously, with memory for pieces of the given lengths that never grows. `undefined` where
 * that cannot be: no WebAssembly, no SIMD, or a content security policy that forbids compilation.
 */
export function instantiate<Exports>(hex: string, lengths: readonly number[]): Instance<Exports> | undefined {
  return attempted(() => {
    const { memory, pieces } = piecesOf(lengths);
    return { exports: instanceIn<Exports>(memory, hex), pieces };
  });
}

/** A module with memory that grows as it is asked for. */
export interface Workspace<Exports> {
  readonly exports: Exports;
  /** At least that many numbers, at the address `at`: arbitrary ones. The array is of use until the next call. */
  room(length: number): Piece;
}

/** `instantiate` for work on whole matrices, in memory of any size. */
export function workspace<Exports>(hex: string): Workspace<Exports> | undefined {
  return attempted(() => {
    const memory = new WebAssembly.Memory({ initial: 1 });
    return {
      exports: instanceIn<Exports>(memory, hex),
      room: (length) => {
        const missing = tables + 8 * length - memory.buffer.byteLength;
        if (missing > 0) memory.grow(Math.ceil(missing / bytesPerPage));
        return { at: tables, data: new Float64Array(memory.buffer, tables, length) };
      },
    };
  });
}
