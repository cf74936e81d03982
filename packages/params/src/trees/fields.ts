import { isTensor } from "@wengert/array";
import { isTag } from "@wengert/trace";
import { childPath } from "@wengert/tree";

/** What an object holds: the path of each part, and the part. */
export type Field = readonly [path: string, part: unknown];

/**
 * The own fields of any object, the elements of arrays and Sets, and the values of Maps, each with a path of its own.
 *
 * A Map's key is spelled by its kind, so that 1 and "1" differ: `["1"]`, `[1]`, `[true]`; what has no spelling of its own, an
 * object or a symbol, by its place: `[#0]`. Fields that a class adds to Map, Set or Array come after its elements.
 */
export function* fieldsOf(value: object, path: string): IterableIterator<Field> {
  // Numbers hold no parameters, and there may be millions of them.
  if (isTensor(value) || isTag(value) || ArrayBuffer.isView(value)) return;
  if (Array.isArray(value)) {
    let numbers = true;
    for (let i = 0; i < value.length; i++) {
      if (typeof value[i] === "number") continue;
      numbers = false;
      yield [childPath(path, i), value[i]];
    }
    if (numbers && Object.getPrototypeOf(value) === Array.prototype) return;
  } else if (value instanceof Map) {
    let i = 0;
    for (const [key, part] of value) yield [mapPath(path, key, i++), part];
  } else if (value instanceof Set) {
    let i = 0;
    for (const part of value) yield [childPath(path, i++), part];
  }
  const keys = Object.keys(value);
  const elements = Array.isArray(value);
  // Indices come first, in any array.
  const onlyElements = elements && isIndex(keys[keys.length - 1] ?? "0");
  for (const key of onlyElements ? [] : keys) {
    if (elements && isIndex(key)) continue;
    yield [childPath(path, key), (value as Record<string, unknown>)[key]];
  }
  for (const [i, key] of Object.getOwnPropertySymbols(value).entries()) {
    if (!Object.prototype.propertyIsEnumerable.call(value, key)) continue;
    yield [`${path}[@${i}]`, (value as Record<symbol, unknown>)[key]];
  }
}

function mapPath(path: string, key: unknown, place: number): string {
  if (typeof key === "string") return childPath(path, key);
  const named = typeof key === "object" ? key === null : typeof key !== "function" && typeof key !== "symbol";
  return `${path}[${named ? `${String(key)}${typeof key === "bigint" ? "n" : ""}` : `#${place}`}]`;
}

function isIndex(key: string): boolean {
  return /^(?:0|[1-9]\d*)$/.test(key);
}
