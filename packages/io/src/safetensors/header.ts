import { type ElementName, type ElementType, elementType } from "../elements/elementtype.ts";
import { clipped, countOf, type Place, refuse } from "../elements/stored.ts";
import { checkRead } from "../names.ts";
import { checkKeysOnce } from "./keysonce.ts";

/** Names of types in the format. */
export const names: Readonly<Record<string, ElementName>> = {
  F64: "float64",
  F32: "float32",
  F16: "float16",
  BF16: "bfloat16",
  I8: "int8",
  I16: "int16",
  I32: "int32",
  I64: "int64",
  U8: "uint8",
  U16: "uint16",
  U32: "uint32",
  U64: "uint64",
  BOOL: "bool",
};

/** One array, as the header describes it; `from` and `to` count from the end of the header. */
export interface Described {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly number[];
  readonly from: number;
  readonly to: number;
}

export interface Header {
  readonly arrays: readonly Described[];
  readonly metadata: Readonly<Record<string, string>>;
  /** Where the elements begin. */
  readonly start: number;
}

/** As in the format's own reader. */
const longest = 100_000_000;

/**
 * The header: 8 bytes of length, then JSON, which may be padded by spaces.
 *
 *     {"name": {"dtype": "F64", "shape": [2], "data_offsets": [0, 16]}, "__metadata__": {"key": "text"}}
 *
 * The ranges must cover the rest of the file without holes and without sharing a byte.
 *
 * Source: the format's description, github.com/huggingface/safetensors.
 */
export function readHeader(place: Place, bytes: Uint8Array, maxBytes: number): Header {
  if (bytes.length < 8) refuse(place, "the file ends within the length of its header");
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true));
  if (length > longest)
    refuse(place, `this is no safetensors file: its header would have ${length} bytes, more than ${longest}`);
  if (8 + length > bytes.length) refuse(place, `the file ends within its header of ${length} bytes`);
  const header = parse(place, bytes.subarray(8, 8 + length));
  const arrays: Described[] = [];
  let metadata: Record<string, string> = {};
  let left = maxBytes;
  for (const [name, entry] of Object.entries(header)) {
    if (name === "__metadata__") {
      metadata = metadataOf(place, entry);
      continue;
    }
    const array = described(place, name, entry, left);
    left -= ((array.to - array.from) / array.type.size) * 8;
    arrays.push(array);
  }
  checkRanges(place, arrays, bytes.length - 8 - length);
  return { arrays, metadata, start: 8 + length };
}

function parse(place: Place, bytes: Uint8Array): Record<string, unknown> {
  let text = "";
  let header: unknown;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    header = JSON.parse(text);
  } catch (error) {
    refuse(place, `the header is no JSON: ${clipped(error instanceof Error ? error.message : String(error))}`);
  }
  if (!isRecord(header)) return refuse(place, "the header is no JSON object");
  checkKeysOnce(place, text);
  return header;
}

function described({ op }: Place, name: string, entry: unknown, maxBytes: number): Described {
  const place = { op, path: name };
  checkRead(place, name);
  if (!isRecord(entry)) return refuse(place, "its description is no JSON object");
  const { dtype, shape, data_offsets: range } = entry;
  if (typeof dtype !== "string" || !Object.hasOwn(names, dtype))
    return refuse(
      place,
      `its dtype is ${clipped(JSON.stringify(dtype) ?? "missing")}, not one of ${Object.keys(names).join(", ")}`,
    );
  if (!Array.isArray(shape)) return refuse(place, "its shape is no array");
  const type = elementType(names[dtype]);
  const needed = countOf(place, shape, maxBytes) * type.size;
  const [from, to] = Array.isArray(range) && range.length === 2 ? (range as unknown[]) : [];
  if (!isOffset(from) || !isOffset(to) || to < from)
    return refuse(place, "its data_offsets are no [begin, end] with begin ≤ end");
  if (to - from !== needed)
    refuse(place, `its data_offsets span ${to - from} bytes, and its shape and type take ${needed}`);
  return { name, type, shape: shape as number[], from, to };
}

function checkRanges(place: Place, arrays: readonly Described[], length: number): void {
  let end = 0;
  for (const { name, from, to } of arrays.toSorted((a, b) => a.from - b.from || a.to - b.to)) {
    const { op } = place;
    if (from < end) refuse({ op, path: name }, "it shares bytes with another array");
    if (from > end) refuse({ op, path: name }, `${from - end} bytes before it belong to no array`);
    if (to > length) refuse({ op, path: name }, `the file is truncated: the array ends at byte ${to} of ${length}`);
    end = to;
  }
  if (end < length) refuse(place, `the last ${length - end} bytes of the file belong to no array`);
}

function metadataOf(place: Place, entry: unknown): Record<string, string> {
  if (isRecord(entry) && Object.values(entry).every((text) => typeof text === "string")) {
    for (const key of Object.keys(entry)) checkRead(place, key);
    return entry as Record<string, string>;
  }
  return refuse(place, "__metadata__ is no JSON object of texts");
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isOffset(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
