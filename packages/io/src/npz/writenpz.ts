import { ArgumentError, type Tensor } from "@wengert/array";
import { expectFlag, expectOptions } from "@wengert/tree/author";
import { zipSync } from "fflate";
import { checkWritten } from "../names.ts";
import { type NpyOptions, npyBytes, npyType } from "../npy/writenpy.ts";

/** How elements are stored, and whether they are compressed. */
export interface NpzOptions extends NpyOptions {
  /** Deflated, as by `np.savez_compressed`; default false, as by `np.savez`. */
  readonly compress?: boolean;
}

/**
 * Arrays by name as an `.npz` file, which `np.load` reads.
 *
 * The same arrays give the same bytes: no date is written.
 *
 * @returns the bytes of the file
 * @throws {ArgumentError} for an element that an integer `dtype` does not hold, and for files beyond 4 GiB
 * @throws {TracedValueError} for a traced value
 * @see readNpz
 * @example
 * import { tensor } from "@wengert/array";
 * import { readNpz, writeNpz } from "@wengert/io";
 *
 * const bytes = writeNpz({ weights: tensor([[0.5, -1]]), offset: 3 }, { compress: true });
 * const { offset } = readNpz(bytes);
 * offset.item(); // => 3
 */
export function writeNpz(arrays: Readonly<Record<string, Tensor | number>>, options: NpzOptions = {}): Uint8Array {
  expectOptions("writeNpz", options, ["dtype", "compress"]);
  return npzBytes("writeNpz", arrays, options);
}

export function npzBytes(
  op: string,
  arrays: Readonly<Record<string, Tensor | number>>,
  { dtype, compress = false }: NpzOptions,
  beside: Readonly<Record<string, Uint8Array>> = {},
): Uint8Array {
  expectFlag(op, "compress", compress);
  const type = npyType(op, dtype);
  const files: Record<string, Uint8Array> = { ...beside };
  let total = 0;
  for (const [name, x] of Object.entries(arrays)) {
    checkWritten(op, name);
    const bytes = npyBytes({ op, path: name }, x, type);
    total += bytes.length + 2 * name.length + 200;
    files[`${name}.npy`] = bytes;
  }
  if (total > 2 ** 32 - 2 || Object.keys(files).length > 65534)
    throw new ArgumentError(
      `${op}: the archive would have more than 4 GiB or 65534 arrays; write several, or safetensors.`,
      op,
    );
  // The first date that zip can say, in the zone of this machine, by whose clock fflate writes it.
  return zipSync(files, { level: compress ? 6 : 0, mtime: new Date(1980, 0, 1) });
}
