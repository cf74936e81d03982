/** Where arrays for results come from, if not from JavaScript; undefined when it has none to give. */
export type Allocator = (length: number) => Float64Array | undefined;

let allocator: Allocator | undefined;

/**
 * Lets results be written to arrays of somebody else's.
 *
 * @returns who gave them before
 */
export function useAllocator(next: Allocator | undefined): Allocator | undefined {
  const before = allocator;
  allocator = next;
  return before;
}

/** An array for a result, whose elements are arbitrary: to be written, all of them. */
export function allocate(length: number): Float64Array {
  return allocator?.(length) ?? new Float64Array(length);
}

/** An array of zeros. */
export function cleared(length: number): Float64Array {
  // Fresh memory is zeros already, and what nobody touches of it costs nothing.
  return allocator?.(length)?.fill(0) ?? new Float64Array(length);
}

/** A copy that may be changed. */
export function copied(data: Float64Array): Float64Array {
  const out = allocate(data.length);
  out.set(data);
  return out;
}
