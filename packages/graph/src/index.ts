export { type Compiled, type CompileOptions, compile, type ExplainOptions } from "./compile.ts";
export { CaptureError } from "./errors.ts";
export { forLoop } from "./loops/forloop.ts";
export { type ScanOptions, scan } from "./loops/scan.ts";
export { type WhileOptions, whileLoop } from "./loops/whileloop.ts";
export type { CompileStats } from "./plan/stats.ts";
