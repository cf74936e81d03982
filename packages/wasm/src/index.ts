export type { Differences } from "./differences.ts";
export type { BinaryMap, Maps, UnaryMap } from "./maps.ts";
export type { Panels } from "./panels.ts";
export type { Reduction, Reductions } from "./reductions.ts";
export { wasmDifferences } from "./wasmdifferences.ts";
export { wasmMaps } from "./wasmmaps.ts";
export { wasmPanels } from "./wasmpanels.ts";
export { wasmReductions } from "./wasmreductions.ts";
