import { type Param, rawOf } from "../param.ts";
import { type EncodedValue, encode } from "./encode.ts";

/** Parameters as JSON. */
export interface ParamsJSON {
  readonly format: "wengert-params";
  readonly version: 1;
  /** By path; a parameter in several places is written once, where it was found first. */
  readonly entries: { readonly [path: string]: EncodedEntry };
}

/** One parameter as JSON. */
export interface EncodedEntry {
  /** A number, or `{ shape, data }`; numbers that JSON does not know are strings. */
  readonly value: EncodedValue;
  /** The unconstrained side, where there is a constraint: so that not even the last bit of it is lost. */
  readonly unconstrained?: EncodedValue;
}

/** Parameters by path, as JSON. */
export function paramsJSON(entries: readonly (readonly [path: string, param: Param])[]): ParamsJSON {
  return inFormat(entries.map(([path, param]) => [path, entryOf(param)]));
}

export function inFormat(entries: readonly (readonly [path: string, entry: EncodedEntry])[]): ParamsJSON {
  return { format: "wengert-params", version: 1, entries: Object.fromEntries(entries) };
}

function entryOf(param: Param): EncodedEntry {
  const value = encode(param.value);
  return param.constraint === undefined ? { value } : { value, unconstrained: encode(rawOf(param).value) };
}
