export { type Compiled, type CompileOptions, compile } from "./compile.ts";
export { CaptureError } from "./errors.ts";
export type { CompileStats } from "./plan/stats.ts";
