import { Inflate } from "fflate";
import { clipped, type Place, refuse } from "../elements/stored.ts";

/** One file in a zip archive, found and checked, not yet decompressed. */
export interface Entry {
  readonly name: string;
  /** Bytes when decompressed, as the archive says. */
  readonly size: number;
  read(): Uint8Array;
}

/** No deflated byte stands for more: 258 bytes take at least 2 bits. */
const mostPerByte = 1032;

/**
 * The files of a zip archive, by its central directory, which is what NumPy, too, goes by.
 *
 * fflate inflates, but its own reader of archives allocates what the archive promises, and checks neither lengths nor checksums.
 * Here nothing is allocated before the promise has been compared with the bytes that are there, no bytes belong to two files (as in
 * archives that unpack to petabytes), and inflation stops at the promised size.
 *
 * Source: PKWARE, APPNOTE.TXT 6.3.10, sections 4.3.7 (local header), 4.3.12 (central directory), 4.3.16 (its end).
 *
 * @throws {FileFormatError}
 */
export function zipEntries(place: Place, bytes: Uint8Array, maxBytes: number): Entry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOfDirectory(place, view);
  const count = view.getUint16(end + 10, true);
  const begin = view.getUint32(end + 16, true);
  if (count === 0xffff || begin === 0xffffffff)
    refuse(place, "the archive is in the zip64 form, with more than 65534 files or 4 GiB; split it");
  if (view.getUint16(end + 4, true) !== 0 || view.getUint16(end + 8, true) !== count)
    refuse(place, "the archive has several parts");
  const entries: (Entry & { readonly from: number; readonly to: number })[] = [];
  let at = begin;
  let promised = 0;
  for (let i = 0; i < count; i++) {
    if (at + 46 > end || view.getUint32(at, true) !== 0x02014b50)
      refuse(place, `entry ${i} of the archive's directory is damaged`);
    const next =
      at + 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (next > end) refuse(place, `entry ${i} of the archive's directory passes its end`);
    const entry = entryAt(place.op, bytes, view, at, begin);
    promised += entry.size;
    if (promised > maxBytes)
      refuse(place, `the archive unpacks to more than maxBytes, ${maxBytes} bytes; raise maxBytes if that is meant`);
    entries.push(entry);
    at = next;
  }
  checkApart(place, entries);
  return entries;
}

/** The last record of the archive; a comment may follow it, which is why it is looked for from the end. */
function endOfDirectory(place: Place, view: DataView): number {
  const last = view.byteLength - 22;
  for (let at = last; at >= Math.max(0, last - 0xffff); at--)
    if (view.getUint32(at, true) === 0x06054b50 && at + 22 + view.getUint16(at + 20, true) === view.byteLength)
      return at;
  return refuse(place, "this is no zip archive, or its end is missing");
}

function entryAt(
  op: string,
  bytes: Uint8Array,
  view: DataView,
  at: number,
  limit: number,
): Entry & { from: number; to: number } {
  const flags = view.getUint16(at + 8, true);
  const method = view.getUint16(at + 10, true);
  const crc = view.getUint32(at + 16, true);
  const packed = view.getUint32(at + 20, true);
  const size = view.getUint32(at + 24, true);
  const from = view.getUint32(at + 42, true);
  const length = view.getUint16(at + 28, true);
  const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + length));
  const place: Place = { op, path: name };
  if (flags & 1) refuse(place, "it is encrypted");
  if (method !== 0 && method !== 8)
    refuse(place, `it is compressed by method ${method}; stored (0) and deflated (8) files are read`);
  if (from + 30 > limit || view.getUint32(from, true) !== 0x04034b50)
    refuse(place, "its header is not where the archive's directory says");
  const start = from + 30 + view.getUint16(from + 26, true) + view.getUint16(from + 28, true);
  const to = start + packed;
  if (to > limit) refuse(place, `its ${packed} bytes pass the end of the archive's files`);
  if (method === 0 && packed !== size) refuse(place, `it is stored in ${packed} bytes and said to have ${size}`);
  if (size > packed * mostPerByte)
    refuse(place, `${packed} bytes cannot unpack to the ${size} that the archive promises`);
  const read = (): Uint8Array => {
    const content = bytes.subarray(start, to);
    const whole = method === 0 ? content : inflated(place, content, size);
    if (crc32(whole) !== crc) refuse(place, "its checksum is wrong: the file is damaged");
    return whole;
  };
  return { name, size, read, from, to };
}

/** @throws {FileFormatError} when two files share a name or bytes */
function checkApart({ op }: Place, entries: readonly { name: string; from: number; to: number }[]): void {
  const seen = new Set<string>();
  for (const { name } of entries) {
    if (seen.has(name)) refuse({ op, path: name }, "the archive holds two files of this name");
    seen.add(name);
  }
  const ordered = entries.toSorted((a, b) => a.from - b.from);
  for (let i = 1; i < ordered.length; i++)
    if (ordered[i].from < ordered[i - 1].to)
      refuse({ op, path: ordered[i].name }, `it shares bytes of the archive with "${clipped(ordered[i - 1].name)}"`);
}

/** Compressed bytes that are handed to fflate at once: they become at most 16 MB. */
const portion = 2 ** 14;

function inflated(place: Place, content: Uint8Array, size: number): Uint8Array {
  const out = new Uint8Array(size);
  let filled = 0;
  const over = { tooLong: true };
  const inflate = new Inflate((chunk) => {
    if (filled + chunk.length > size) throw over;
    out.set(chunk, filled);
    filled += chunk.length;
  });
  try {
    for (let from = 0; from < content.length; from += portion)
      inflate.push(content.subarray(from, from + portion), from + portion >= content.length);
  } catch (error) {
    if (error === over) refuse(place, `it unpacks to more than the ${size} bytes that the archive promises`);
    refuse(place, `its compressed bytes are damaged: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (filled !== size) refuse(place, `it unpacks to ${filled} bytes, and the archive promises ${size}`);
  return out;
}

let table: Uint32Array | undefined;

/** CRC-32 of zip: the polynomial 0xEDB88320, bits reversed. */
function crc32(bytes: Uint8Array): number {
  table ??= Uint32Array.from({ length: 256 }, (_, byte) => {
    let c = byte;
    for (let bit = 0; bit < 8; bit++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
    return c;
  });
  let crc = -1;
  for (let i = 0; i < bytes.length; i++) crc = table[(crc ^ bytes[i]) & 255] ^ (crc >>> 8);
  return ~crc >>> 0;
}
