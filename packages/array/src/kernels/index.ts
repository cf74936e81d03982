export { kernels, useKernels } from "./current.ts";
export type { Decompositions } from "./decompositions.ts";
export {
  condensingKernels,
  differenceKernels,
  elementwiseBlocks,
  elementwiseKernels,
  reductionKernels,
  usesOwnLoops,
} from "./extras.ts";
export type { Kernels } from "./kernels.ts";
export { luByHalves } from "./lu.ts";
