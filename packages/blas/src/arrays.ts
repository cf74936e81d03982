/** The array from an offset on: what a foreign function takes for a matrix. */
export const at = (a: Float64Array, offset: number): Float64Array => (offset === 0 ? a : a.subarray(offset));

// What is longer is not kept: 2 MB.
const KEPT = 2 ** 18;

/** Gives an array to be used until the next one is asked for: mostly the same memory again. Its content is arbitrary. */
export type Scratch = (length: number) => Float64Array;

/** New scratch memory. */
export function makeScratch(): Scratch {
  let kept = new Float64Array(0);
  return (length) => {
    if (length <= kept.length) return kept;
    const made = new Float64Array(length);
    if (length <= KEPT) kept = made;
    return made;
  };
}
