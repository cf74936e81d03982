import { type ElementName, type ElementType, elementType } from "../elements/elementtype.ts";
import { clipped, type Layout, type Place, refuse } from "../elements/stored.ts";

/** What stands before the elements of an npy file. */
export interface Header extends Layout {
  /** Where the elements begin. */
  readonly start: number;
}

/** NumPy's names of types, without the order of bytes. */
const names: Readonly<Record<string, ElementName>> = {
  f8: "float64",
  f4: "float32",
  f2: "float16",
  i1: "int8",
  i2: "int16",
  i4: "int32",
  i8: "int64",
  u1: "uint8",
  u2: "uint16",
  u4: "uint32",
  u8: "uint64",
  b1: "bool",
};

const unread: readonly (readonly [pattern: RegExp, what: string])[] = [
  [/^c/, "complex numbers; save their real and imaginary parts as two arrays"],
  [/^O/, "Python objects, which are programs and never run here; save arrays of numbers"],
  [/^[fg]/, "floating-point numbers of a machine's own width; save them as float64"],
  [/^[Mm]/, "dates or durations; save them as numbers, for example days since a start"],
  [/^[SUaV]/, "text or raw bytes; save numbers, and text beside them"],
];

/** The magic number, of which the first byte is never text. */
const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/**
 * Reads the header: magic number, version, length of the text, and the text: a Python dictionary with the keys descr,
 * fortran_order and shape.
 *
 * Source: NumPy, "numpy.lib.format", versions 1.0 (2 bytes for the length), 2.0 (4 bytes) and 3.0 (4 bytes, UTF-8).
 */
export function readHeader(place: Place, bytes: Uint8Array): Header {
  const start = headerLength(place, bytes);
  const length = start - (bytes[6] === 1 ? 10 : 12);
  if (bytes.length < start) refuse(place, `the file ends within its header of ${length} bytes`);
  const text = new TextDecoder(bytes[6] === 3 ? "utf-8" : "latin1").decode(bytes.subarray(start - length, start));
  return { ...parse(place, text), start };
}

/** Where the elements begin, by the first 12 bytes of a file. */
export function headerLength(place: Place, bytes: Uint8Array): number {
  if (!magic.every((byte, i) => bytes[i] === byte))
    refuse(place, "this is no npy file: it does not begin with \\x93NUMPY");
  const [major, minor] = [bytes[6], bytes[7]];
  if (major === undefined || minor === undefined) refuse(place, "the file ends within its first 8 bytes");
  if (major < 1 || major > 3 || minor !== 0)
    refuse(place, `the file has version ${major}.${minor}; 1.0, 2.0 and 3.0 are read`);
  const begin = major === 1 ? 10 : 12;
  if (bytes.length < begin) refuse(place, "the file ends within the length of its header");
  const view = new DataView(bytes.buffer, bytes.byteOffset, begin);
  const length = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  // NumPy, too, refuses longer ones by default.
  if (length > 65535) refuse(place, `the header is said to have ${length} bytes; 65535 are the most`);
  return begin + length;
}

/** The dictionary, in the forms that NumPy writes and has written (`3L` is Python 2). */
function parse(place: Place, text: string): Layout {
  const found = new Map<string, string>();
  const entry = /\s*(?:'(\w+)'|"(\w+)")\s*:\s*('[^']*'|"[^"]*"|True|False|\([^()]*\)|\[.*\])\s*(?:,|(?=\}))/sy;
  const open = /\s*\{/y;
  if (!open.test(text)) refuse(place, `the header is no dictionary: ${clipped(text)}`);
  entry.lastIndex = open.lastIndex;
  for (let next = entry.exec(text); next !== null; next = entry.exec(text)) {
    const key = next[1] ?? next[2];
    if (found.has(key)) refuse(place, `the header names ${clipped(key)} twice`);
    found.set(key, next[3]);
    open.lastIndex = entry.lastIndex;
  }
  const rest = text.slice(open.lastIndex);
  const [descr, order, shape] = ["descr", "fortran_order", "shape"].map((key) => found.get(key));
  if (!/^\s*\}\s*$/.test(rest) || found.size !== 3 || descr === undefined || order === undefined || shape === undefined)
    refuse(place, `the header must hold descr, fortran_order and shape, and nothing else: ${clipped(text)}`);
  if (order !== "True" && order !== "False") refuse(place, `fortran_order is ${clipped(order)}, not True or False`);
  return { ...described(place, descr), fortran: order === "True", shape: shapeOf(place, shape) };
}

function described(place: Place, descr: string): { type: ElementType; bigEndian: boolean } {
  if (descr.startsWith("[")) refuse(place, "the array is structured; save each of its fields as an array");
  const [, order, code] = /^.([<>|=]?)(\?|\w+)/.exec(descr) ?? [];
  const name = code === "?" ? "b1" : code;
  if (name !== undefined && Object.hasOwn(names, name)) {
    const type = elementType(names[name]);
    if (order === "|" && type.size > 1) refuse(place, `the type ${clipped(descr)} does not say its order of bytes`);
    return { type, bigEndian: order === ">" };
  }
  const what = unread.find(([pattern]) => pattern.test(name ?? ""))?.[1];
  return refuse(
    place,
    what === undefined ? `the type ${clipped(descr)} is unknown` : `the type ${clipped(descr)} is of ${what}`,
  );
}

function shapeOf(place: Place, text: string): number[] {
  const lengths = text
    .slice(1, -1)
    .split(",")
    .map((length) => length.trim());
  if (lengths.at(-1) === "") lengths.pop();
  // One length needs its comma: (3) is no tuple in Python.
  else if (lengths.length === 1) lengths[0] = text;
  const wrong = lengths.find((length) => !/^-?\d+L?$/.test(length));
  if (wrong !== undefined) refuse(place, `the shape ${clipped(text)} is no tuple of whole numbers`);
  return lengths.map((length) => Number.parseInt(length, 10));
}

/** The header of version 1.0 for what is written here, padded so that elements begin at a multiple of 64 bytes. */
export function writeHeader(type: ElementType, shape: readonly number[]): Uint8Array {
  const code = Object.keys(names).find((key) => names[key] === type.name) as string;
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
  const descr = `${type.size === 1 ? "|" : "<"}${code}`;
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const length = Math.ceil((10 + text.length + 1) / 64) * 64 - 10;
  const header = [...magic, 1, 0, length & 255, length >> 8];
  return Uint8Array.from([...header, ...new TextEncoder().encode(`${text.padEnd(length - 1)}\n`)]);
}
