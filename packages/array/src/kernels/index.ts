export { kernels, useKernels } from "./current.ts";
export { differenceKernels, elementwiseKernels, reductionKernels } from "./extras.ts";
export type { Kernels } from "./kernels.ts";
