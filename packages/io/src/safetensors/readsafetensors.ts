import type { Tensor } from "@wengert/array";
import { type Bytes, bytesOf, limitOf, type ReadOptions } from "../bytes.ts";
import { readStored } from "../elements/stored.ts";
import { readHeader } from "./header.ts";

/** What a safetensors file holds. */
export interface Safetensors {
  readonly tensors: Record<string, Tensor>;
  /** Texts that the writer has put beside the arrays. */
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * The arrays of a `.safetensors` file by name, and its metadata.
 *
 * F16, BF16, F32, integers and booleans are widened to 64 bits.
 *
 * @param file - its bytes
 * @throws {FileFormatError} for a truncated or damaged file, ranges that overlap, leave holes or do not fit the shapes, a name twice, a
 *   type that is not read (the 8-bit floats), an integer beyond ±2⁵³ (which one is said)
 * @see writeSafetensors
 * @example
 * import { tensor } from "@wengert/array";
 * import { readSafetensors, writeSafetensors } from "@wengert/io";
 *
 * const bytes = writeSafetensors({ weight: tensor([[1, 2], [3, 4]]) }, { metadata: { trained: "yes" } });
 * const { tensors, metadata } = readSafetensors(bytes);
 * tensors["weight"].toArray(); // => [[1, 2], [3, 4]]
 * metadata["trained"]; // => yes
 */
export function readSafetensors(file: Bytes, options: ReadOptions = {}): Safetensors {
  return safetensorsContent("readSafetensors", bytesOf("readSafetensors", file), limitOf("readSafetensors", options));
}

export function safetensorsContent(op: string, bytes: Uint8Array, maxBytes: number): Safetensors {
  const { arrays, metadata, start } = readHeader({ op }, bytes, maxBytes);
  const tensors: Record<string, Tensor> = {};
  for (const { name, from, to, ...layout } of arrays)
    tensors[name] = readStored({ op, path: name }, bytes.subarray(start + from, start + to), layout);
  return { tensors, metadata };
}
