import type { Tensor } from "@wengert/array";
import { type Bytes, bytesOf, limitOf, type ReadOptions } from "../bytes.ts";
import { checkRead } from "../names.ts";
import { npyArray } from "../npy/readnpy.ts";
import { zipEntries } from "./zip.ts";

/**
 * The arrays of an `.npz` file, as NumPy's `np.savez` and `np.savez_compressed` write it, by name.
 *
 * Files of the archive that do not end in `.npy` are left out.
 *
 * @param file - its bytes
 * @throws {FileFormatError} for a truncated or damaged archive, one that unpacks to more than it promises or than `maxBytes`, files
 *   that share a name or bytes, and whatever `readNpy` refuses
 * @see writeNpz
 * @example
 * import { tensor } from "@wengert/array";
 * import { readNpz, writeNpz } from "@wengert/io";
 *
 * const { x, y } = readNpz(writeNpz({ x: tensor([1, 2, 3]), y: tensor([4, 5, 6]) }));
 * y.toArray(); // => [4, 5, 6]
 */
export function readNpz(file: Bytes, options: ReadOptions = {}): Record<string, Tensor> {
  return npzContent("readNpz", bytesOf("readNpz", file), limitOf("readNpz", options)).arrays;
}

/** The arrays of an archive, and the content of one further file. */
export function npzContent(
  op: string,
  bytes: Uint8Array,
  maxBytes: number,
  beside?: string,
): { arrays: Record<string, Tensor>; beside?: Uint8Array } {
  const arrays: Record<string, Tensor> = {};
  let found: Uint8Array | undefined;
  let left = maxBytes;
  for (const entry of zipEntries({ op }, bytes, maxBytes)) {
    if (entry.name === beside) found = entry.read();
    if (!entry.name.endsWith(".npy")) continue;
    const name = entry.name.slice(0, -4);
    const place = { op, path: name };
    checkRead(place, name);
    const array = npyArray(place, entry.read(), left);
    arrays[name] = array;
    left -= array.size * 8;
  }
  return found === undefined ? { arrays } : { arrays, beside: found };
}
