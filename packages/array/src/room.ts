import { ShapeError } from "./errors.ts";

/**
 * An array of zeros, refused by name where there is no room for it.
 *
 * @throws {ShapeError} where an array cannot have so many elements, or no memory is left for them
 */
export function roomFor(op: string, length: number): Float64Array {
  try {
    return new Float64Array(length);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ShapeError(
      `${op}: there is no room for a Tensor of ${length} elements, ${(8 * length) / 2 ** 30} GiB. Make its axes shorter, or go ` +
        "through it in parts.",
      op,
    );
  }
}
