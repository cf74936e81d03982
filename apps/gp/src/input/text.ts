import { UserError } from "../errors.ts";

/**
 * The text of a file in UTF-8 or UTF-16, with or without a byte order mark, which is taken away.
 *
 * @param file - its name, for messages
 * @throws {UserError} when it is in another encoding
 */
export function textOf(file: string, bytes: Uint8Array): string {
  const encoding = encodingOf(bytes);
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new UserError(`${file}: is not text in ${encoding.toUpperCase()}; save it as UTF-8`);
  }
}

/**
 * By the mark at the beginning, or by where the zero bytes are: in UTF-16 every character of a table's or a JSON file's
 * syntax has one, and UTF-8 has none.
 */
function encodingOf(bytes: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  const beginning = bytes.subarray(0, 1000);
  const zeros = [0, 1].map((parity) => beginning.filter((byte, i) => byte === 0 && i % 2 === parity).length);
  if (zeros[0] === zeros[1]) return "utf-8";
  return zeros[1] > zeros[0] ? "utf-16le" : "utf-16be";
}
