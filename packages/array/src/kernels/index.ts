export { kernels, useKernels } from "./current.ts";
export type { Decompositions } from "./decompositions.ts";
export { condensingKernels, differenceKernels, elementwiseKernels, reductionKernels } from "./extras.ts";
export type { Kernels } from "./kernels.ts";
export { luByHalves } from "./lu.ts";
