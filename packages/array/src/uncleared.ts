import { roomFor } from "./room.ts";

/*
 * Memory for large results. JavaScript clears each new array, and the C library of Linux (glibc) gives large pieces back to the
 * system as soon as they are free, so that the next one is touched for the first time again, page by page. Both cost more than most
 * operations. Node has buffers that are not cleared; and glibc keeps twice the largest piece that it has ever given back to the
 * system, up to 64 MB: one that nobody has touched teaches it that at no cost.
 * Source: mallopt(3), "M_MMAP_THRESHOLD" and "M_TRIM_THRESHOLD".
 */

/** Shorter arrays are as quick to clear (measured). */
const SHORTEST = 2048;

/** Longer ones can be more than a buffer may be. */
const LONGEST = 2 ** 28;

/** The largest piece, with room for what the C library adds to it, that counts for how much is kept. */
const LESSON = 2 ** 25 - 2 ** 16;

interface Buffers {
  readonly Buffer?: { allocUnsafeSlow?(bytes: number): { readonly buffer: ArrayBuffer; readonly byteOffset: number } };
}

let taught = false;

/** A new array. Its contents are arbitrary where that is quicker. */
export function uncleared(length: number): Float64Array {
  if (length < SHORTEST) return new Float64Array(length);
  if (length > LONGEST) return roomFor("allocate", length);
  const { Buffer } = globalThis as Buffers;
  if (Buffer?.allocUnsafeSlow === undefined) return new Float64Array(length);
  if (!taught) {
    taught = true;
    // The garbage collector gives it back, and with that the lesson is learnt.
    new ArrayBuffer(LESSON);
  }
  const { buffer, byteOffset } = Buffer.allocUnsafeSlow(8 * length);
  // A buffer of its own, or what stands in for Node's buffers is not what it seems.
  return byteOffset === 0 && buffer.byteLength === 8 * length ? new Float64Array(buffer) : new Float64Array(length);
}
