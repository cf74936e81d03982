export type { Differences } from "./differences.ts";
export type { BinaryMap, Maps, UnaryMap } from "./maps.ts";
export type { Panels } from "./panels.ts";
export { wasmDifferences } from "./wasmDifferences.ts";
export { wasmMaps } from "./wasmMaps.ts";
export { wasmPanels } from "./wasmPanels.ts";
