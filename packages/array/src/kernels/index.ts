export { kernels, useKernels } from "./current.ts";
export { differenceKernels, elementwiseKernels } from "./extras.ts";
export type { Kernels } from "./kernels.ts";
