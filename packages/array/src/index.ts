export {
  ArgumentError,
  expectArray,
  expectFunction,
  expectNumber,
  expectOptions,
  kindOf,
} from "./arguments.ts";
export { arange, checkedShape, eye, full, linspace, ones, type TypedArray, tensor, zeros } from "./create.ts";
export { ShapeError, TracedValueError, WengertError } from "./errors.ts";
export { differenceKernels, elementwiseKernels, type Kernels, kernels, useKernels } from "./kernels/index.ts";
export { Arena, allocate, cleared, copied, isLending, keep, notLending, reuse } from "./memory.ts";
export type { NestedArray } from "./nested.ts";
export { refuseOperator } from "./refuse.ts";
export { broadcastShapes, resolveAxis, SCALAR, sameShape, showShape, sizeOf } from "./shape.ts";
export { fromData, isPlain, isTensor, scalar, type Tensor, TensorBase } from "./tensor.ts";
