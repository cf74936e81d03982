import { ArgumentError, type Tensor } from "@wengert/array";
import { expectOptions, kindOf } from "@wengert/tree/author";
import type { ElementName } from "../elements/elementtype.ts";
import { writeStored } from "../elements/stored.ts";
import { checkWritten } from "../names.ts";
import { tensorOf, typeNamed } from "../npy/writenpy.ts";
import { names } from "./header.ts";

/** How elements are stored, and what stands beside them. */
export interface SafetensorsOptions {
  /** Default "float64", which loses nothing. Floats are rounded to the nearest; integers and booleans must be exact. */
  readonly dtype?: ElementName;
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * Arrays by name as a `.safetensors` file.
 *
 * @returns the bytes of the file
 * @throws {ArgumentError} for an element that an integer `dtype` does not hold, and for metadata that are no texts
 * @throws {TracedValueError} for a traced value
 * @see readSafetensors
 * @example
 * import { tensor } from "@wengert/array";
 * import { readSafetensors, writeSafetensors } from "@wengert/io";
 *
 * const bytes = writeSafetensors({ weight: tensor([0.1, 1000]) }, { dtype: "bfloat16" });
 * readSafetensors(bytes).tensors["weight"].toArray(); // => [0.10009765625, 1000]
 */
export function writeSafetensors(
  arrays: Readonly<Record<string, Tensor | number>>,
  options: SafetensorsOptions = {},
): Uint8Array {
  expectOptions("writeSafetensors", options, ["dtype", "metadata"]);
  return safetensorsBytes("writeSafetensors", arrays, options);
}

export function safetensorsBytes(
  op: string,
  arrays: Readonly<Record<string, Tensor | number>>,
  { dtype = "float64", metadata = {} }: SafetensorsOptions,
): Uint8Array {
  const type = typeNamed(op, dtype);
  const code = Object.keys(names).find((key) => names[key] === type.name);
  const header: Record<string, unknown> = {};
  for (const [key, text] of Object.entries(metadata)) {
    checkWritten(op, key);
    if (typeof text !== "string")
      throw new ArgumentError(`${op}: metadata "${key}" must be a text, not ${kindOf(text)}.`, op, key);
  }
  if (Object.keys(metadata).length > 0) header["__metadata__"] = metadata;
  const parts: Uint8Array[] = [];
  let end = 0;
  for (const [name, x] of Object.entries(arrays)) {
    const place = { op, path: name };
    checkWritten(op, name);
    if (name === "__metadata__")
      throw new ArgumentError(`${op}: no array may have the name __metadata__; choose another.`, op, name);
    const array = tensorOf(place, x);
    const bytes = writeStored(place, array, type);
    header[name] = { dtype: code, shape: array.shape, data_offsets: [end, end + bytes.length] };
    parts.push(bytes);
    end += bytes.length;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const length = Math.ceil(text.length / 8) * 8; // elements begin aligned
  const out = new Uint8Array(8 + length + end).fill(32, 8, 8 + length);
  new DataView(out.buffer).setBigUint64(0, BigInt(length), true);
  out.set(text, 8);
  let at = 8 + length;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
