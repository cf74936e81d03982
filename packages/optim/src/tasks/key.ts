/**
 * Plain data as text, different for different data. JSON alone has one text for NaN, Infinity and null, and for any two Maps.
 *
 * What JSON lacks becomes a text or a record whose only key begins with U+0000; other texts that begin so get one more.
 */
export function keyOf(data: unknown): string {
  return JSON.stringify(data, function (this: Readonly<Record<string, unknown>>, key: string) {
    // Not the second argument, which has been through toJSON.
    const value = this[key];
    if (typeof value === "string") return escaped(value);
    if (typeof value === "number")
      return Number.isFinite(value) && !Object.is(value, -0) ? value : `\0n${1 / value}${value}`;
    if (typeof value === "bigint" || value === undefined) return `\0${typeof value}${value}`;
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    const tag = Object.prototype.toString.call(value);
    if (value instanceof ArrayBuffer) return keyed(tag, new Uint8Array(value));
    if (value instanceof DataView) return keyed(tag, new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
    if (value instanceof Date) return keyed(tag, [value.getTime()]);
    if (value instanceof Map || value instanceof Set || ArrayBuffer.isView(value)) {
      return keyed(tag, value as unknown as Iterable<unknown>);
    }
    if (value instanceof RegExp || value instanceof Error) return keyed(tag, [String(value)]);
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [escaped(name), part]));
  });
}

function escaped(text: string): string {
  return text.startsWith("\0") ? `\0${text}` : text;
}

/** A record whose only key begins with U+0000. */
function keyed(tag: string, parts: Iterable<unknown>): object {
  return { [`\0${tag}`]: [...parts] };
}
