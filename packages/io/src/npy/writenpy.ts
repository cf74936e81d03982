import { ArgumentError, isTensor, type Tensor } from "@wengert/array";
import { kindOf, scalar } from "@wengert/array/author";
import { expectOptions, nearest, quoted } from "@wengert/tree/author";
import { type ElementName, type ElementType, elementType } from "../elements/elementtype.ts";
import { type Place, writeStored } from "../elements/stored.ts";
import { writeHeader } from "./header.ts";

/** How elements are stored. */
export interface NpyOptions {
  /** Default "float64", which loses nothing. Floats are rounded to the nearest; integers and booleans must be exact. */
  readonly dtype?: Exclude<ElementName, "bfloat16">;
}

const all: readonly ElementName[] = [
  ...(["float64", "float32", "float16", "bfloat16", "bool"] as const),
  ...(["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"] as const),
];

/**
 * A Tensor as an `.npy` file, which `np.load` reads.
 *
 * @param x - a number is an array without axes
 * @returns the bytes of the file
 * @throws {ArgumentError} for an element that an integer `dtype` does not hold
 * @throws {TracedValueError} for a traced value
 * @see readNpy
 * @example
 * import { tensor } from "@wengert/array";
 * import { readNpy, writeNpy } from "@wengert/io";
 *
 * writeNpy(tensor([0.1, 300]), { dtype: "float32" }).length; // => 136
 * writeNpy(tensor([0.1, 300]), { dtype: "uint8" }); // throws ArgumentError: element [0] is 0.1
 */
export function writeNpy(x: Tensor | number, options: NpyOptions = {}): Uint8Array {
  expectOptions("writeNpy", options, ["dtype"]);
  return npyBytes({ op: "writeNpy" }, x, npyType("writeNpy", options.dtype));
}

/** The type that an option names, of those that NumPy has. */
export function npyType(op: string, name: ElementName = "float64"): ElementType {
  return typeNamed(
    op,
    name,
    all.filter((known) => known !== "bfloat16"),
  );
}

export function typeNamed(op: string, name: ElementName, known: readonly ElementName[] = all): ElementType {
  if (known.includes(name)) return elementType(name);
  const near = nearest(String(name), known);
  throw new ArgumentError(
    `${op}: dtype must be one of ${known.join(", ")}, not ${quoted(name)}${near === undefined ? "." : `; did you mean "${near}"?`}`,
    op,
  );
}

export function npyBytes(place: Place, x: Tensor | number, type: ElementType): Uint8Array {
  const array = tensorOf(place, x);
  const header = writeHeader(type, array.shape);
  const elements = writeStored(place, array, type);
  const bytes = new Uint8Array(header.length + elements.length);
  bytes.set(header);
  bytes.set(elements, header.length);
  return bytes;
}

export function tensorOf({ op, path }: Place, x: unknown): Tensor {
  if (typeof x === "number") return scalar(x);
  if (isTensor(x)) return x;
  const where = path === undefined ? "the array" : `"${path}"`;
  throw new ArgumentError(
    `${op}: ${where} must be a Tensor or a number, not ${kindOf(x)}; wrap it in tensor().`,
    op,
    path,
  );
}
