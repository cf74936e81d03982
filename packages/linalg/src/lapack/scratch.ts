// So many numbers, 24 MB, stay for the next call. More of them stay until the collector takes them.
const STAYING = 3 * 2 ** 20;

/** Memory that nobody uses: first touches of new memory cost as much as what is done in it. */
let kept: { deref(): Float64Array | undefined } | undefined;

/**
 * Calls f with an array of at least that length and arbitrary contents, which is used again after f has returned: f must not keep it
 * nor return any part of it.
 */
export function withScratch<T>(length: number, f: (memory: Float64Array) => T): T {
  const there = kept?.deref();
  // Whoever calls this inside f gets other memory.
  kept = undefined;
  const memory = there !== undefined && there.length >= length ? there : new Float64Array(length);
  try {
    return f(memory);
  } finally {
    kept = memory.length <= STAYING ? { deref: () => memory } : new WeakRef(memory);
  }
}

/** Parts of some memory with these lengths, one behind the other. */
export function partsOf(memory: Float64Array, ...lengths: readonly number[]): Float64Array[] {
  let next = 0;
  return lengths.map((length) => {
    const part = memory.subarray(next, next + length);
    next += length;
    return part;
  });
}
