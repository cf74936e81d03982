import { createHash } from "node:crypto";
import { ArgumentError } from "@wengert/array";

/** Plain data as text, and the large arrays of it, which travel by themselves. */
export interface Packed {
  readonly body: string;
  /** By the hashes that stand for them in the text. */
  readonly blobs: ReadonlyMap<string, Uint8Array>;
  /** Of both. */
  readonly bytes: number;
}

/** Arrays of fewer bytes stand in the text itself. */
const small = 1024;

const arrays = {
  f64: Float64Array,
  f32: Float32Array,
  i32: Int32Array,
  u32: Uint32Array,
  i16: Int16Array,
  u16: Uint16Array,
  i8: Int8Array,
  u8: Uint8Array,
} as const;

/** The SHA-256 of text or bytes, in hexadecimal. */
export function sha256(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}

/**
 * Writes plain data: JSON, with records for what JSON lacks. Numbers arrive with every bit, arrays of numbers as their bytes
 * (little-endian, as on all machines that Node runs on).
 *
 * @throws {ArgumentError} for functions, symbols, instances of classes, and what contains itself
 */
export function pack(value: unknown): Packed {
  const blobs = new Map<string, Uint8Array>();
  const open = new Set<object>();
  const write = (value: unknown, path: string): unknown => {
    if (typeof value === "number") {
      if (Number.isFinite(value) && !Object.is(value, -0)) return value;
      return { $n: Object.is(value, -0) ? "-0" : String(value) };
    }
    if (value === undefined) return { $u: 0 };
    if (typeof value === "bigint") return { $i: String(value) };
    if (typeof value === "string" || typeof value === "boolean" || value === null) return value;
    if (typeof value !== "object") throw unsendable(path, `a ${typeof value}`);
    if (ArrayBuffer.isView(value)) return writeArray(value, path);
    if (open.has(value)) throw unsendable(path, "a part of itself");
    open.add(value);
    const written = writeContainer(value, path);
    open.delete(value);
    return written;
  };
  const writeArray = (value: ArrayBufferView, path: string): unknown => {
    const type = Object.entries(arrays).find(([, kind]) => value instanceof kind)?.[0];
    if (type === undefined) throw unsendable(path, `a ${value.constructor.name}`);
    const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    if (bytes.length < small) return { $a: type, b: Buffer.from(bytes).toString("base64") };
    const hash = sha256(bytes);
    blobs.set(hash, bytes);
    return { $a: type, h: hash, n: bytes.length };
  };
  const writeContainer = (value: object, path: string): unknown => {
    const list = (values: Iterable<unknown>): unknown[] => Array.from(values, (x, i) => write(x, `${path}[${i}]`));
    if (Array.isArray(value)) return list(value);
    if (value instanceof Map) return { $m: list(value) };
    if (value instanceof Set) return { $s: list(value) };
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) throw unsendable(path, `a ${value.constructor.name}`);
    const entries = Object.entries(value);
    const record = Object.fromEntries(entries.map(([key, part]) => [key, write(part, path ? `${path}.${key}` : key)]));
    return Object.keys(record).some((key) => key.startsWith("$")) ? { $o: Object.entries(record) } : record;
  };
  const body = JSON.stringify(write(value, ""));
  return { body, blobs, bytes: [...blobs.values()].reduce((sum, { length }) => sum + length, body.length) };
}

function unsendable(path: string, what: string): ArgumentError {
  const where = path === "" ? "the data" : `"${path}"`;
  return new ArgumentError(`run: ${where} is ${what}, which cannot be sent to another machine.`, "run", path);
}

/** The hashes and sizes of the large arrays that a text refers to. */
export function blobsIn(parsed: unknown): Map<string, number> {
  const found = new Map<string, number>();
  const walk = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    const { $a, h, n } = value as { $a?: unknown; h?: unknown; n?: unknown };
    if (typeof $a === "string" && typeof h === "string" && typeof n === "number") found.set(h, n);
    else for (const part of Object.values(value)) walk(part);
  };
  walk(parsed);
  return found;
}

/**
 * Reads what {@link pack} has written.
 *
 * @param parsed - the text after JSON.parse
 * @param blob - gives the bytes for a hash
 * @throws {ArgumentError} for records that `pack` does not write
 */
export function unpack(parsed: unknown, blob: (hash: string) => Uint8Array): unknown {
  const read = (value: unknown): unknown => {
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map(read);
    const record = value as Record<string, unknown>;
    if (record["$n"] !== undefined) return Number(record["$n"]);
    if (record["$u"] !== undefined) return undefined;
    if (typeof record["$i"] === "string") return BigInt(record["$i"]);
    if (typeof record["$a"] === "string") return readArray(record["$a"], record);
    const pairs = record["$m"] ?? record["$o"];
    if (Array.isArray(pairs) && pairs.every((pair) => Array.isArray(pair) && pair.length === 2)) {
      if (record["$m"] === undefined) return Object.fromEntries(pairs.map(([key, part]) => [String(key), read(part)]));
      return new Map(pairs.map(([key, part]) => [read(key), read(part)]));
    }
    if (Array.isArray(record["$s"])) return new Set(record["$s"].map(read));
    if (Object.keys(record).some((key) => key.startsWith("$"))) throw malformed();
    return Object.fromEntries(Object.entries(record).map(([key, part]) => [key, read(part)]));
  };
  const readArray = (type: string, { b, h }: Record<string, unknown>): unknown => {
    const Kind = Object.hasOwn(arrays, type) ? arrays[type as keyof typeof arrays] : undefined;
    const bytes = typeof b === "string" ? Buffer.from(b, "base64") : blob(String(h));
    if (Kind === undefined || bytes.length % Kind.BYTES_PER_ELEMENT !== 0) throw malformed();
    // A copy, which begins at a whole element.
    return new Kind(new Uint8Array(bytes).buffer);
  };
  return read(parsed);
}

function malformed(): ArgumentError {
  return new ArgumentError("run: the data is malformed.", "run");
}
