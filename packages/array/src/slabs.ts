/*
 * Small arrays as views of larger ones. JavaScript gets memory for each array of more than 64 bytes from the system, which costs
 * more than most operations on it; a view costs a tenth. The garbage collector frees a slab with its last view, and nothing is ever
 * written to a part of it twice. Whoever transfers the buffer of a view to a worker would take it from all others, so that views
 * are for what the library keeps to itself: `data` of a Tensor gives its elements memory of their own first.
 */

/** Arrays this short or shorter lie within JavaScript's own memory. */
const SHORTEST = 9;

/** Longer arrays have memory of their own: clearing it is what costs. */
const LONGEST = 512;

/** How many arrays of the longest of their class have room in a slab: as many times its size an array can keep alive. */
const ARRAYS = 32;

interface Slab {
  readonly buffer: ArrayBuffer;
  readonly bytes: number;
  used: number;
}

/** The slabs in use, by the number of binary digits of the length. */
const slabs: (Slab | undefined)[] = [];

/** Marks the buffers of slabs. A set of them, held weakly, would cost the garbage collector more. */
const mark = /* @__PURE__ */ Symbol("slab");

/** A small array that shares its memory with others, zeros at first; undefined for one that is too short or too long. */
export function fromSlab(length: number): Float64Array | undefined {
  if (length < SHORTEST || length > LONGEST) return undefined;
  const digits = 32 - Math.clz32(length - 1);
  const bytes = 8 * length;
  let slab = slabs[digits];
  if (slab === undefined || slab.used + bytes > slab.bytes) {
    // No view begins where its slab does, so that most arrays of their own are told by that alone.
    const room = 8 * (1 + ARRAYS * 2 ** digits);
    slab = { buffer: new ArrayBuffer(room), bytes: room, used: 8 };
    slabs[digits] = slab;
    Object.defineProperty(slab.buffer, mark, { value: true });
  }
  const array = new Float64Array(slab.buffer, slab.used, length);
  slab.used += bytes;
  return array;
}

/** Whether an array shares its memory with others. */
export function isOfSlab(array: Float64Array): boolean {
  return array.byteOffset !== 0 && array.length <= LONGEST && mark in array.buffer;
}
