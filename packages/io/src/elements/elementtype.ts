import { fromBrain, fromHalf, toBrain, toHalf } from "./half.ts";

/** How the elements of an array are stored. Every value is widened to 64-bit floating point when it is read. */
export type ElementName =
  | "float64"
  | "float32"
  | "float16"
  | "bfloat16"
  | "int8"
  | "int16"
  | "int32"
  | "int64"
  | "uint8"
  | "uint16"
  | "uint32"
  | "uint64"
  | "bool";

export interface ElementType {
  readonly name: ElementName;
  /** Bytes of one element. */
  readonly size: number;
  /** For integers: the smallest and largest that it holds, of those that a double holds exactly. */
  readonly range?: readonly [lo: number, hi: number];
  /** Widens whole elements, which are in the order of bytes of this machine and aligned. */
  widen(stored: ArrayBuffer): Float64Array;
  /** Stores elements, in the order of bytes of this machine. */
  narrow(values: Float64Array): Uint8Array;
}

type Numbers = new (buffer: ArrayBuffer) => ArrayLike<number> & Iterable<number>;
type Store = (new (
  length: number,
) => { [i: number]: number; readonly buffer: ArrayBuffer; readonly length: number }) &
  Numbers;

const exact = Number.MAX_SAFE_INTEGER;

/** The type by its name. */
export function elementType(name: ElementName): ElementType {
  switch (name) {
    case "float64":
      return {
        name,
        size: 8,
        widen: (stored) => new Float64Array(stored),
        narrow: (values) => new Uint8Array(values.slice().buffer),
      };
    case "float32":
      return converted(name, 4, Float32Array as Store);
    case "float16":
      return converted(name, 2, Uint16Array as Store, undefined, fromHalf, toHalf);
    case "bfloat16":
      return converted(name, 2, Uint16Array as Store, undefined, fromBrain, toBrain);
    case "int8":
      return converted(name, 1, Int8Array as Store, [-128, 127]);
    case "int16":
      return converted(name, 2, Int16Array as Store, [-32768, 32767]);
    case "int32":
      return converted(name, 4, Int32Array as Store, [-(2 ** 31), 2 ** 31 - 1]);
    case "uint8":
      return converted(name, 1, Uint8Array as Store, [0, 255]);
    case "uint16":
      return converted(name, 2, Uint16Array as Store, [0, 65535]);
    case "uint32":
      return converted(name, 4, Uint32Array as Store, [0, 2 ** 32 - 1]);
    case "bool":
      return converted(name, 1, Uint8Array as Store, [0, 1], (byte) => (byte === 0 ? 0 : 1));
    case "int64":
      return { name, size: 8, range: [-exact, exact], ...wide(BigInt64Array) };
    case "uint64":
      return { name, size: 8, range: [0, exact], ...wide(BigUint64Array) };
  }
}

function converted(
  name: ElementName,
  size: number,
  Stored: Store,
  range?: readonly [number, number],
  from?: (x: number) => number,
  to?: (x: number) => number,
): ElementType {
  return {
    name,
    size,
    ...(range === undefined ? {} : { range }),
    widen(stored) {
      const given = new Stored(stored);
      if (from === undefined) return Float64Array.from(given);
      const out = new Float64Array(given.length);
      for (let i = 0; i < out.length; i++) out[i] = from(given[i]);
      return out;
    },
    narrow(values) {
      const out = new Stored(values.length);
      for (let i = 0; i < values.length; i++) out[i] = to === undefined ? values[i] : to(values[i]);
      return new Uint8Array(out.buffer);
    },
  };
}

/** Integers of 64 bits. What a double does not hold becomes NaN, so that the reader can name it. */
function wide(Stored: BigInt64ArrayConstructor | BigUint64ArrayConstructor): Pick<ElementType, "widen" | "narrow"> {
  return {
    widen(stored) {
      const out = new Float64Array(stored.byteLength / 8);
      const given = new Stored(stored);
      for (let i = 0; i < out.length; i++) {
        const x = Number(given[i]);
        out[i] = Math.abs(x) <= exact ? x : Number.NaN;
      }
      return out;
    },
    narrow(values) {
      const out = new Stored(values.length);
      for (let i = 0; i < values.length; i++) out[i] = BigInt(values[i]);
      return new Uint8Array(out.buffer);
    },
  };
}
