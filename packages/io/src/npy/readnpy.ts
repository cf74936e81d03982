import type { Tensor } from "@wengert/array";
import { type Bytes, bytesOf, limitOf, type ReadOptions } from "../bytes.ts";
import { countOf, type Place, readStored, refuse } from "../elements/stored.ts";
import { readHeader } from "./header.ts";

/**
 * The array of an `.npy` file, as NumPy's `np.save` writes it: versions 1.0 to 3.0, either order of bytes, C and Fortran order.
 *
 * Booleans, integers and narrower floating-point numbers are widened to 64 bits; booleans become 0 and 1.
 *
 * @param file - its bytes
 * @throws {FileFormatError} for a truncated or damaged file, a type without real numbers, an integer beyond ±2⁵³ (which one is said)
 * @see writeNpy
 * @example
 * import { tensor } from "@wengert/array";
 * import { readNpy, writeNpy } from "@wengert/io";
 *
 * const bytes = writeNpy(tensor([[1, 2], [3, 4]]));
 * readNpy(bytes).toArray(); // => [[1, 2], [3, 4]]
 */
export function readNpy(file: Bytes, options: ReadOptions = {}): Tensor {
  return npyArray({ op: "readNpy" }, bytesOf("readNpy", file), limitOf("readNpy", options));
}

export function npyArray(place: Place, bytes: Uint8Array, maxBytes: number): Tensor {
  const header = readHeader(place, bytes);
  const needed = countOf(place, header.shape, maxBytes) * header.type.size;
  const there = bytes.length - header.start;
  if (there < needed)
    refuse(place, `the file is truncated: its elements take ${needed} bytes, and ${there} bytes follow the header`);
  if (there > needed)
    refuse(
      place,
      `${there - needed} bytes follow the array; a file with several arrays must be cut up, or saved as npz`,
    );
  return readStored(place, bytes.subarray(header.start), header);
}
