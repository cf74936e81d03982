import { ArgumentError } from "@wengert/array";
import { expectNumber, expectOptions, kindOf } from "@wengert/tree/author";

/** The bytes of a file: what `readFile`, `File.arrayBuffer()` and `Response.arrayBuffer()` give. */
export type Bytes = Uint8Array | ArrayBuffer;

/** Limits of what a file may ask for. */
export interface ReadOptions {
  /**
   * The most that the numbers of the file may take as 64-bit numbers, and the most that is decompressed. Default 2³¹ bytes: a
   * small file can promise very much.
   */
  readonly maxBytes?: number;
}

export function bytesOf(op: string, given: Bytes): Uint8Array {
  // Of any realm. A Buffer becomes what it is underneath: its slice and subarray differ.
  if (ArrayBuffer.isView(given) && given.BYTES_PER_ELEMENT === 1)
    return new Uint8Array(given.buffer, given.byteOffset, given.byteLength);
  if (Object.prototype.toString.call(given) === "[object ArrayBuffer]") return new Uint8Array(given);
  throw new ArgumentError(
    `${op}: the file must be a Uint8Array or an ArrayBuffer, not ${kindOf(given)}; read a File or a Response with its arrayBuffer().`,
    op,
  );
}

export function limitOf(op: string, options: ReadOptions): number {
  expectOptions(op, options, ["maxBytes"]);
  const { maxBytes = 2 ** 31 } = options;
  expectNumber(op, "maxBytes", maxBytes);
  return maxBytes;
}
