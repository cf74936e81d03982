export type { Bytes, ReadOptions } from "./bytes.ts";
export type { ElementName } from "./elements/elementtype.ts";
export { FileFormatError } from "./errors.ts";
export { readNpy } from "./npy/readnpy.ts";
export { type NpyOptions, writeNpy } from "./npy/writenpy.ts";
export { readNpz } from "./npz/readnpz.ts";
export { type NpzOptions, writeNpz } from "./npz/writenpz.ts";
export { readSafetensors, type Safetensors } from "./safetensors/readsafetensors.ts";
export { type SafetensorsOptions, writeSafetensors } from "./safetensors/writesafetensors.ts";
