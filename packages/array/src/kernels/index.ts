export { kernels, useKernels } from "./current.ts";
export type { Kernels } from "./kernels.ts";
