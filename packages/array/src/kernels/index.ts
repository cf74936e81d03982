export {
  choices,
  exponentials,
  hyperbolics,
  logarithms,
  type MapFamily,
  powers,
  tangents,
  trigonometrics,
} from "@wengert/wasm";
export { kernels, useKernels } from "./current.ts";
export type { Decompositions } from "./decompositions.ts";
export {
  condensingKernels,
  differenceKernels,
  elementwiseKernels,
  extremeKernel,
  kernelsOf,
  reductionKernels,
  sumKernel,
  usesOwnLoops,
} from "./extras.ts";
export type { Kernels } from "./kernels.ts";
export { luByHalves } from "./lu.ts";
