export { type Axes, BatchAxisError } from "./axes.ts";
export { explainBatch } from "./explainbatch.ts";
export type { BatchedOperation } from "./report.ts";
export { type VmapOptions, vmap } from "./vmap.ts";
