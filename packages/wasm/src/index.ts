export type { Panels } from "./panels.ts";
export { wasmPanels } from "./wasmPanels.ts";
