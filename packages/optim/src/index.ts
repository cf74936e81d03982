export { type AdamOptions, adam } from "./adam.ts";
export { applyUpdates } from "./applyupdates.ts";
export type { Status } from "./descent.ts";
export { minimize, minimizeAsync, minimizeSteps } from "./minimize.ts";
export type { Iteration, MethodName, MinimizeOptions, OptimizeResult } from "./options.ts";
export type { Progress } from "./run.ts";
export type { Schedule } from "./schedules.ts";
export { chain, type Transformation } from "./transformation.ts";
