export { ArgumentError, WengertError } from "@wengert/tree";
export { eye, full, ones, type TypedArray, tensor, zeros } from "./create.ts";
export { ShapeError, TracedValueError } from "./errors.ts";
export type { EncodedNumber, EncodedTensor } from "./json.ts";
export { type Decompositions, type Kernels, kernels, useKernels } from "./kernels/index.ts";
export type { NestedArray } from "./nested.ts";
export { arange, linspace } from "./sequences.ts";
export { isTensor, type Tensor } from "./tensorbase.ts";
