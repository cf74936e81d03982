import { roomFor } from "./room.ts";
import { fromSlab } from "./slabs.ts";
import { uncleared } from "./uncleared.ts";

/** What computes the elements of a Tensor when they are first read. */
export interface Deferral {
  compute(): Float64Array;
}

/**
 * Provides the array for a result; undefined leaves it to JavaScript.
 *
 * @param brief - nobody has it once the operation has returned, so it may be a part of a longer one
 */
export type Allocator = (length: number, brief?: boolean) => Float64Array | undefined;

let allocator: Allocator | undefined;

/**
 * Sets where the arrays for results come from.
 *
 * @returns what was set before
 * @example
 * import { allocate, useAllocator } from "@wengert/array/author";
 *
 * let asked = 0;
 * const before = useAllocator((length) => {
 *   asked += length;
 *   return undefined; // JavaScript's own
 * });
 * allocate(1000);
 * useAllocator(before);
 * asked; // => 1000
 */
export function useAllocator(next: Allocator | undefined): Allocator | undefined {
  const before = allocator;
  allocator = next;
  return before;
}

/**
 * Runs code whose arrays may be needed longer than whoever has set the allocator knows: they come from JavaScript.
 *
 * @example
 * import { allocate, useAllocator, withoutAllocator } from "@wengert/array/author";
 *
 * const before = useAllocator(() => Float64Array.of(7));
 * withoutAllocator(() => allocate(1)[0]); // => 0
 * useAllocator(before);
 */
export function withoutAllocator<T>(f: () => T): T {
  const before = useAllocator(undefined);
  try {
    return f();
  } finally {
    useAllocator(before);
  }
}

/**
 * An array for a result, to be the elements of a Tensor. Its contents are arbitrary, so every element must be written.
 *
 * @example
 * import { tensor } from "@wengert/array";
 * import { allocate, elementsOf, fromData } from "@wengert/array/author";
 *
 * const from = elementsOf(tensor([1, 2, 3]));
 * const out = allocate(3);
 * for (let i = 0; i < 3; i++) out[i] = 2 * from[i];
 * fromData(out, [3]).toArray(); // => [2, 4, 6]
 */
export function allocate(length: number): Float64Array {
  return allocator?.(length) ?? fromSlab(length) ?? uncleared(length);
}

/** An array of arbitrary contents that nobody has once the operation at work has returned. */
export function allocateBriefly(length: number): Float64Array {
  return allocator?.(length, true) ?? fromSlab(length) ?? uncleared(length);
}

/**
 * An array of zeros.
 *
 * @example
 * import { cleared } from "@wengert/array/author";
 *
 * Array.from(cleared(3)); // => [0, 0, 0]
 */
export function cleared(length: number): Float64Array {
  // What is new is zero already, and the system provides its memory only where it is first touched.
  return allocator?.(length)?.fill(0) ?? fromSlab(length) ?? roomFor("allocate", length);
}

/**
 * A copy that may be changed.
 *
 * @example
 * import { copied } from "@wengert/array/author";
 *
 * const data = Float64Array.of(1, 2);
 * copied(data)[0] = 5;
 * data[0]; // => 1
 */
export function copied(data: Float64Array): Float64Array {
  const out = allocate(data.length);
  out.set(data);
  return out;
}
