/** Memory that nobody uses, until the collector takes it: first touches of new memory cost as much as what is done in it. */
let kept: WeakRef<Float64Array> | undefined;

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
    kept = new WeakRef(memory);
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
