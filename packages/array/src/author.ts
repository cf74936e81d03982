/*
 * For authors of operations: how tensors are made of their data, checks of arguments and shapes, and the kernels of single
 * operations. Programs that only use operations need none of it.
 */
export {
  expectArray,
  expectFlag,
  expectFunction,
  expectNoMore,
  expectNumber,
  expectOptions,
  kindOf,
  quoted,
  symbolicOption,
} from "@wengert/tree/author";
export type { Deferral } from "./allocate.ts";
export { allocate, cleared, copied, useAllocator, withoutAllocator } from "./allocate.ts";
export { checkedShape } from "./create.ts";
export { deferralOf, deferred } from "./deferred.ts";
export { decodeElements, decodeNumber, encodeNumber } from "./json.ts";
export type { MapFamily } from "./kernels/index.ts";
export {
  choices,
  condensingKernels,
  differenceKernels,
  elementwiseKernels,
  exponentials,
  extremeKernel,
  hyperbolics,
  kernelsOf,
  logarithms,
  luByHalves,
  powers,
  reductionKernels,
  sumKernel,
  tangents,
  trigonometrics,
  usesOwnLoops,
} from "./kernels/index.ts";
export { ABSENT, presenceOf, withPresence } from "./presence.ts";
export { refuseOperator } from "./refuse.ts";
export { broadcastShapes, SCALAR, sameShape, showShape, sizeOf } from "./shape.ts";
export { elementsOf, fromData, isPlain, scalar } from "./tensor.ts";
export { TensorBase } from "./tensorbase.ts";
